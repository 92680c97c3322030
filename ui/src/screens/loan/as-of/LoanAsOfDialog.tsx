import { Modal } from "@mantine/core";
import { useState } from "react";
import { toCallError } from "../../../api/errors";
import type { AtTime } from "../../../bindings/AtTime";
import { EmptyState } from "../../../components/EmptyState";
import { ErrorNote } from "../../../components/ErrorNote";
import { messages } from "../../../messages";
import classes from "../../as-of/AsOf.module.css";
import { AsOfForm, isBesideField } from "../../as-of/AsOfForm";
import { type AsOfValues, isNow, readAsOf } from "../../as-of/as-of";
import { useAsOf } from "../../as-of/use-as-of";
import { useLoan } from "../loan-context";
import { LoanThen } from "./LoanThen";

const text = messages.loanAsOf;

type Props = { opened: boolean; start: AsOfValues; onClose: () => void };

/** The loan as it was at a time that is asked for; one to start with is shown at once. */
export function LoanAsOfDialog({ opened, start, onClose }: Props) {
  const { number } = useLoan();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={920}
      title={text.title(number)}
      closeButtonProps={{ "aria-label": messages.common.close }}
    >
      <Ask start={start} />
    </Modal>
  );
}

function startTime(start: AsOfValues): AtTime | null {
  const reading = readAsOf(start);
  return reading.kind === "value" && !isNow(reading.value) ? reading.value : null;
}

function Ask({ start }: { start: AsOfValues }) {
  const { loan_id: loanId } = useLoan();
  const [asked, setAsked] = useState(() => startTime(start));
  const answer = useAsOf("loan.as_of", asked === null ? null : { ...asked, loan_id: loanId });
  const error = answer.error ? toCallError(answer.error) : null;
  return (
    <div className={classes.dialog}>
      <AsOfForm start={start} asked={asked} error={error} onAsk={setAsked} />
      {error && !isBesideField(error) ? (
        <ErrorNote error={error} onRetry={() => void answer.refetch()} />
      ) : null}
      {asked === null ? <EmptyState title={text.emptyTitle} text={text.emptyText} /> : null}
      {answer.data ? <LoanThen time={answer.data.asked} then={answer.data.answer} /> : null}
    </div>
  );
}
