import type { Draw } from "../../bindings/Draw";
import type { DrawLine } from "../../bindings/DrawLine";
import { Amount } from "../../components/Amount";
import { StackedBar } from "../../components/StackedBar";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { formatRate, isZero } from "../../format/amount";
import { messages } from "../../messages";
import classes from "./Draw.module.css";

const text = messages.draws.page;
const titles = text.linesColumns;
type AmountName = "budget" | "other_draws" | "requested" | "approved" | "retainage" | "left";

function amount(id: AmountName, header: string): PlainColumn<DrawLine> {
  return {
    id,
    header,
    end: true,
    cell: (line) => (isZero(line[id]) && id !== "left" ? messages.common.none : <Amount value={line[id]} />),
  };
}

function columnsOf(decided: boolean): ReadonlyArray<PlainColumn<DrawLine>> {
  return [
    { id: "line", header: titles.line, cell: (line) => <LineName line={line} /> },
    amount("budget", titles.budget),
    amount("other_draws", titles.others),
    amount("requested", titles.requested),
    ...(decided ? [amount("approved", titles.approved), amount("retainage", titles.retainage)] : []),
    amount("left", titles.left),
    { id: "use", header: titles.use, cell: (line) => <Use line={line} /> },
  ];
}

/** What the draw asks for line by line, and what it leaves of the budget. */
export function DrawLines({ draw }: { draw: Draw }) {
  const decided = !isZero(draw.approved);
  return (
    <section className={classes.part} aria-label={text.lines}>
      <h2>{text.lines}</h2>
      <PlainTable
        name={text.lines}
        columns={columnsOf(decided)}
        rows={draw.lines.filter((line) => !isZero(line.requested) || line.work_done !== null)}
        rowId={(line) => line.code}
        foot={[
          messages.budget.total,
          null,
          null,
          <Amount key="requested" value={draw.requested} />,
          ...(decided
            ? [
                <Amount key="approved" value={draw.approved} />,
                <Amount key="retainage" value={draw.retainage} />,
              ]
            : []),
          null,
          null,
        ]}
      />
    </section>
  );
}

function LineName({ line }: { line: DrawLine }) {
  const beside = [line.work_done, line.contractor].filter((each) => each !== null).join(" · ");
  return (
    <span className={classes.line}>
      {line.description}
      {beside === "" ? null : <span className={classes.small}>{beside}</span>}
    </span>
  );
}

function Use({ line }: { line: DrawLine }) {
  const { percent_drawn: drawn, percent_complete: complete } = line;
  return (
    <span className={classes.use}>
      <StackedBar label={`${titles.use}: ${formatRate(drawn)}`} parts={[{ tone: "drawn", percent: drawn }]} />
      <span className={classes.small}>
        {formatRate(drawn)}
        {complete === null ? null : ` · ${messages.budget.complete(formatRate(complete))}`}
      </span>
    </span>
  );
}
