import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { Accrual } from "../../bindings/Accrual";
import type { DayAccrual } from "../../bindings/DayAccrual";
import type { InstalmentAccruals } from "../../bindings/InstalmentAccruals";
import { Amount } from "../../components/Amount";
import { ErrorNote } from "../../components/ErrorNote";
import { useReturnFocus } from "../../components/return-focus";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { formatAmount, formatRate } from "../../format/amount";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";
import classes from "./AccrualsDialog.module.css";

const text = messages.accruals;
const titles = text.columns;

type Props = { loanId: string; dueOn: string; onClose: () => void };

/** How the interest of one payment comes about: by stretches of one balance and rate, and day by day. */
export function AccrualsDialog({ loanId, dueOn, onClose }: Props) {
  useReturnFocus();
  const answer = useQuery(query("schedule.accruals", { loan_id: loanId, due_on: dueOn }));
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.title(formatDate(dueOn))}
      size={760}
      closeButtonProps={{ "aria-label": messages.common.close }}
    >
      {answer.error ? (
        <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data ? <Accruals accruals={answer.data} /> : null}
    </Modal>
  );
}

function Accruals({ accruals }: { accruals: InstalmentAccruals }) {
  const rounding = messages.roundings[accruals.rounding];
  return (
    <div className={classes.accruals}>
      <section aria-label={text.stretches}>
        <h3>{text.stretches}</h3>
        <PlainTable
          name={text.stretches}
          columns={stretchColumns}
          rows={accruals.stretches}
          rowId={(stretch) => `${stretch.from} ${stretch.to}`}
        />
        <p className={classes.result}>
          <span>{text.formula}</span>
          <strong data-selectable>{text.result(formatAmount(accruals.interest), rounding)}</strong>
        </p>
      </section>
      <section aria-label={text.days}>
        <h3>{text.days}</h3>
        <PlainTable name={text.days} columns={dayColumns} rows={accruals.days} rowId={(day) => day.on} />
      </section>
    </div>
  );
}

const stretchColumns: ReadonlyArray<PlainColumn<Accrual>> = [
  { id: "from", header: titles.from, cell: (row) => formatDate(row.from) },
  { id: "to", header: titles.to, cell: (row) => formatDate(row.to) },
  { id: "days", header: titles.days, end: true, cell: (row) => row.days },
  { id: "fraction", header: titles.fraction, end: true, cell: (row) => row.year_fraction },
  { id: "rate", header: titles.rate, end: true, cell: (row) => formatRate(row.annual_rate_percent) },
  { id: "balance", header: titles.balance, end: true, cell: (row) => <Amount value={row.balance} /> },
  { id: "interest", header: titles.interest, end: true, cell: (row) => <Amount value={row.interest} /> },
];

const dayColumns: ReadonlyArray<PlainColumn<DayAccrual>> = [
  { id: "day", header: titles.day, cell: (row) => formatDate(row.on) },
  { id: "balance", header: titles.balance, end: true, cell: (row) => <Amount value={row.balance} /> },
  { id: "rate", header: titles.rate, end: true, cell: (row) => formatRate(row.annual_rate_percent) },
  { id: "interest", header: titles.interest, end: true, cell: (row) => <Amount value={row.interest} /> },
  { id: "sum", header: titles.sum, end: true, cell: (row) => <Amount value={row.sum} /> },
];
