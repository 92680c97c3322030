import { Modal } from "@mantine/core";
import { useState } from "react";
import { toCallError } from "../../../api/errors";
import type { AtTime } from "../../../bindings/AtTime";
import type { Balances } from "../../../bindings/Balances";
import { Amount } from "../../../components/Amount";
import { EmptyState } from "../../../components/EmptyState";
import { ErrorNote } from "../../../components/ErrorNote";
import { DataGrid } from "../../../components/grid/DataGrid";
import { formatCount } from "../../../format/amount";
import { messages } from "../../../messages";
import classes from "../../as-of/AsOf.module.css";
import { AsOfForm, isBesideField } from "../../as-of/AsOfForm";
import { PastMark } from "../../as-of/PastMark";
import { useAsOf } from "../../as-of/use-as-of";
import { columnsOf } from "./columns";

const text = messages.balances;
const now: AtTime = { known_at: null, effective_on: null };
const startSort = [{ id: "number", desc: false }];

/** The balances of all loans at a time that is asked for; those of now until one is. */
export default function BalancesDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={1080}
      title={text.title}
      closeButtonProps={{ "aria-label": messages.common.close }}
    >
      <Ask />
    </Modal>
  );
}

function Ask() {
  const [asked, setAsked] = useState(now);
  const answer = useAsOf("loan.balances", asked);
  const error = answer.error ? toCallError(answer.error) : null;
  return (
    <div className={classes.dialog}>
      <AsOfForm asked={asked} error={error} takesNow onAsk={setAsked} />
      {error && !isBesideField(error) ? (
        <ErrorNote error={error} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data ? <BalancesThen balances={answer.data.answer} /> : null}
    </div>
  );
}

/** The balances of one time, loan by loan, and their sum as the book added it up. */
function BalancesThen({ balances }: { balances: Balances }) {
  const count = balances.loans.length;
  return (
    <>
      <PastMark time={balances}>
        <span>
          {count === 1 ? messages.loans.one : messages.loans.count(formatCount(count), formatCount(count))}
        </span>
      </PastMark>
      <div className={classes.rows}>
        {count === 0 ? (
          <EmptyState title={text.emptyTitle} text={text.emptyText} />
        ) : (
          <DataGrid
            name={text.table}
            rows={balances.loans}
            columns={columnsOf(balances.loans)}
            rowId={(loan) => loan.loan_id}
            startSort={startSort}
          />
        )}
      </div>
      <dl className={classes.total}>
        <dt>{text.total}</dt>
        <dd data-selectable>
          <Amount value={balances.total_outstanding} />
        </dd>
      </dl>
    </>
  );
}
