import type { Budget } from "../../../bindings/Budget";
import type { BudgetLine } from "../../../bindings/BudgetLine";
import { Amount } from "../../../components/Amount";
import { Legend, StackedBar } from "../../../components/StackedBar";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { Tag } from "../../../components/Tag";
import { formatAmount, formatRate, isZero } from "../../../format/amount";
import { messages } from "../../../messages";
import classes from "./Draws.module.css";

const text = messages.budget;
type AmountName =
  | "budget"
  | "requested"
  | "approved"
  | "drawn"
  | "retainage_held"
  | "remaining"
  | "available";

function amount(id: AmountName, header: string): PlainColumn<BudgetLine> {
  return {
    id,
    header,
    end: true,
    cell: (line) => (isZero(line[id]) && id !== "budget" ? <Nothing /> : <Amount value={line[id]} />),
  };
}

function Nothing() {
  return <span className={classes.muted}>{messages.common.none}</span>;
}

const columns: ReadonlyArray<PlainColumn<BudgetLine>> = [
  { id: "line", header: text.columns.description, cell: (line) => <LineName line={line} /> },
  amount("budget", text.columns.budget),
  amount("requested", text.columns.requested),
  amount("approved", text.columns.approved),
  amount("drawn", text.columns.drawn),
  amount("retainage_held", text.columns.retainage),
  amount("remaining", text.columns.remaining),
  amount("available", text.columns.available),
  { id: "use", header: text.columns.use, cell: (line) => <Use line={line} /> },
];

/** The budget line by line, with the sum under it; a bar shows how far each line is used. */
export function BudgetTable({ budget }: { budget: Budget }) {
  return (
    <section className={classes.part} aria-label={text.table}>
      <div className={classes.partHead}>
        <h3>{text.title}</h3>
        {budget.in_balance ? (
          <Tag tone="good">{text.figures.inBalance}</Tag>
        ) : (
          <Tag tone="warning">{text.figures.outOfBalance(formatAmount(budget.out_of_balance_by))}</Tag>
        )}
        <Legend
          entries={[
            ["drawn", text.parts.drawn],
            ["approved", text.parts.approved],
            ["requested", text.parts.requested],
            ["space", text.parts.left],
          ]}
        />
      </div>
      <PlainTable
        name={text.table}
        columns={columns}
        rows={budget.lines}
        rowId={(line) => line.code}
        foot={[
          text.total,
          <Amount key="budget" value={budget.budget} />,
          <Amount key="requested" value={budget.requested} />,
          <Amount key="approved" value={budget.approved} />,
          <Amount key="drawn" value={budget.drawn} />,
          <Amount key="retainage" value={budget.balances.retainage_held} />,
          <Amount key="remaining" value={budget.remaining} />,
          null,
          null,
        ]}
      />
    </section>
  );
}

function LineName({ line }: { line: BudgetLine }) {
  return (
    <span className={classes.line}>
      {line.description}
      <span className={classes.code}>
        {line.kind === "cost"
          ? line.code
          : line.kind === "interest_reserve"
            ? text.reserveHint
            : text.editor.contingencyHint}
      </span>
    </span>
  );
}

function Use({ line }: { line: BudgetLine }) {
  const { percent_drawn: drawn, percent_approved: approved, percent_requested: requested } = line;
  const { percent_complete: complete } = line;
  return (
    <span className={classes.use}>
      <StackedBar
        label={text.barOf(formatRate(drawn), formatRate(approved), formatRate(requested))}
        parts={[
          { tone: "drawn", percent: drawn },
          { tone: "approved", percent: approved },
          { tone: "requested", percent: requested },
        ]}
      />
      {complete === null ? null : <span className={classes.code}>{text.complete(formatRate(complete))}</span>}
    </span>
  );
}
