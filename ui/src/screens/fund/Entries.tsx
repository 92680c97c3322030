import { Link } from "@tanstack/react-router";
import type { Fund } from "../../bindings/Fund";
import type { FundEntry } from "../../bindings/FundEntry";
import { Amount } from "../../components/Amount";
import { CommandButton } from "../../components/CommandButton";
import { EmptyState } from "../../components/EmptyState";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { formatAmount } from "../../format/amount";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";
import classes from "./Fund.module.css";

const text = messages.funds;
const titles = text.entryColumns;

/** All that was recorded of the fund, newest day first; each can be taken back while nothing rests on it. */
export function Entries({ fund, onReverse }: { fund: Fund; onReverse: (entry: FundEntry) => void }) {
  const entries = [
    ...fund.commitments,
    ...fund.calls,
    ...fund.receipts,
    ...fund.allocations,
    ...fund.returns,
    ...fund.distributions,
  ].toSorted((a, b) => b.effective_on.localeCompare(a.effective_on));
  if (entries.length === 0) return <EmptyState title={text.noEntriesTitle} text={text.noInvestorsText} />;
  return (
    <div className={classes.entries}>
      <PlainTable
        name={text.views.entries}
        columns={columnsOf(onReverse)}
        rows={entries}
        rowId={(entry) => entry.entry_id}
      />
    </div>
  );
}

function columnsOf(onReverse: (entry: FundEntry) => void): ReadonlyArray<PlainColumn<FundEntry>> {
  return [
    {
      id: "on",
      header: titles.on,
      cell: (entry) => <span className={classes.nowrap}>{formatDate(entry.effective_on)}</span>,
    },
    {
      id: "kind",
      header: titles.kind,
      cell: (entry) => <span className={classes.nowrap}>{text.kinds[entry.kind]}</span>,
    },
    { id: "who", header: titles.who, cell: (entry) => <Whose entry={entry} /> },
    {
      id: "amount",
      header: titles.amount,
      end: true,
      cell: (entry) => (
        <span className={entry.reversal_reason === null ? undefined : classes.struck}>
          <Amount value={entry.amount} />
        </span>
      ),
    },
    { id: "note", header: titles.note, cell: (entry) => <Note entry={entry} /> },
    {
      id: "by",
      header: titles.by,
      cell: (entry) => <span className={classes.nowrap}>{entry.recorded_by}</span>,
    },
    {
      id: "reverse",
      header: titles.reverse,
      cell: (entry) =>
        entry.reversal_reason === null ? (
          <CommandButton
            command="fund.reverse"
            variant="subtle"
            size="compact-sm"
            aria-label={text.reverse.of(text.kinds[entry.kind], formatAmount(entry.amount))}
            onClick={() => onReverse(entry)}
          >
            {text.reverse.open}
          </CommandButton>
        ) : (
          <span className={classes.muted}>{text.reversed}</span>
        ),
    },
  ];
}

/** The investor or the loan that the entry is about; of several investors, what each has of it. */
function Whose({ entry }: { entry: FundEntry }) {
  if (entry.loan_id !== null) {
    return (
      <Link to="/loans/$loanId" params={{ loanId: entry.loan_id }}>
        {entry.loan_number}
      </Link>
    );
  }
  const [only, ...others] = entry.parts;
  if (only && others.length === 0) return only.name;
  return (
    <span className={classes.stack}>
      {text.investorCount(entry.parts.length)}
      <span className={classes.small}>
        {entry.parts.map((part) => `${part.name} ${formatAmount(part.amount)}`).join(" · ")}
      </span>
    </span>
  );
}

function Note({ entry }: { entry: FundEntry }) {
  if (entry.reversal_reason === null) return entry.note;
  return (
    <span className={classes.stack}>
      {entry.note}
      <span className={classes.small}>{text.reversedBy(entry.reversed_by ?? "", entry.reversal_reason)}</span>
    </span>
  );
}
