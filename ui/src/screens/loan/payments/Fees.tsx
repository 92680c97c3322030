import { CommandButton } from "../../../components/CommandButton";
import type { Fee } from "../../../bindings/Fee";
import { Amount } from "../../../components/Amount";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { formatAmount, isZero } from "../../../format/amount";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import classes from "./PaymentsTab.module.css";

const text = messages.fees;

/** The fees that were charged, and what became of them. */
export function Fees({ fees, onWaive }: { fees: readonly Fee[]; onWaive?: (fee: Fee) => void }) {
  if (fees.length === 0) return null;
  return (
    <section className={classes.part} aria-label={text.title}>
      <h3>{text.title}</h3>
      <PlainTable
        name={text.title}
        columns={
          onWaive && fees.some((fee) => !isZero(fee.unpaid)) ? [...columns, waiving(onWaive)] : columns
        }
        rows={fees}
        rowId={(fee) => fee.fee_id}
      />
    </section>
  );
}

const columns: ReadonlyArray<PlainColumn<Fee>> = [
  { id: "assessed_on", header: text.assessedOn, cell: (fee) => formatDate(fee.assessed_on) },
  { id: "kind", header: text.kind, cell: (fee) => messages.feeKinds[fee.kind] },
  { id: "amount", header: text.amount, end: true, cell: (fee) => <Amount value={fee.amount} /> },
  { id: "paid", header: text.paid, end: true, cell: (fee) => <Amount value={fee.paid} /> },
  { id: "waived", header: text.waived, end: true, cell: (fee) => <Amount value={fee.waived} /> },
  { id: "unpaid", header: text.unpaid, end: true, cell: (fee) => <Amount value={fee.unpaid} /> },
];

function waiving(onWaive: (fee: Fee) => void): PlainColumn<Fee> {
  return {
    id: "actions",
    header: messages.payments.columns.actions,
    cell: (fee) =>
      isZero(fee.unpaid) ? null : (
        <CommandButton
          command="fee.waive"
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-label={text.waiveOne(messages.feeKinds[fee.kind], formatAmount(fee.unpaid))}
          onClick={() => onWaive(fee)}
        >
          {text.waive}
        </CommandButton>
      ),
  };
}
