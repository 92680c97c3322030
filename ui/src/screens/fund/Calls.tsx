import type { Fund } from "../../bindings/Fund";
import type { FundEntry } from "../../bindings/FundEntry";
import { Amount } from "../../components/Amount";
import { Tag } from "../../components/Tag";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { isZero } from "../../format/amount";
import { formatDate, today } from "../../format/date";
import { messages } from "../../messages";
import classes from "./Fund.module.css";
import { CommandButton } from "../../components/CommandButton";

const text = messages.funds;
const titles = text.callColumns;

const columns: ReadonlyArray<PlainColumn<FundEntry>> = [
  { id: "on", header: titles.on, cell: (call) => formatDate(call.effective_on) },
  { id: "due", header: titles.due, cell: (call) => <Due call={call} /> },
  { id: "amount", header: titles.amount, end: true, cell: (call) => <Amount value={call.amount} /> },
  {
    id: "received",
    header: titles.received,
    end: true,
    cell: (call) => <Amount value={call.received ?? "0"} />,
  },
  {
    id: "receivable",
    header: titles.receivable,
    end: true,
    cell: ({ receivable }) =>
      receivable === null || isZero(receivable) ? messages.common.none : <Amount value={receivable} />,
  },
  { id: "note", header: titles.note, cell: (call) => call.note },
];

/** The day by which the money is to come; late, where some of it has not. */
function Due({ call }: { call: FundEntry }) {
  if (call.due_on === null) return messages.common.none;
  const isLate = call.due_on < today() && call.receivable !== null && !isZero(call.receivable);
  return (
    <>
      {formatDate(call.due_on)} {isLate ? <Tag tone="warning">{text.late}</Tag> : null}
    </>
  );
}

/** Capital calls, and what of each came in. */
export function Calls({ fund, onReceive }: { fund: Fund; onReceive: (investorId: string | null) => void }) {
  const calls = fund.calls.filter((call) => call.reversal_reason === null);
  if (calls.length === 0) return null;
  return (
    <section className={classes.part} aria-label={text.calls}>
      <div className={classes.partHead}>
        <h2>{text.calls}</h2>
        <CommandButton
          command="fund.receive"
          variant="default"
          size="compact-sm"
          refusal={isZero(fund.receivable) ? text.refusals.nothingToReceive : null}
          onClick={() => onReceive(null)}
        >
          {text.receive.open}
        </CommandButton>
      </div>
      <PlainTable name={text.calls} columns={columns} rows={calls} rowId={(call) => call.entry_id} />
    </section>
  );
}
