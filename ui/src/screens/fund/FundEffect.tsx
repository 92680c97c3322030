import type { FundFigures } from "../../bindings/FundFigures";
import type { FundInvestor } from "../../bindings/FundInvestor";
import type { FundPreview } from "../../bindings/FundPreview";
import { Amount } from "../../components/Amount";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { messages } from "../../messages";
import classes from "./Fund.module.css";

const text = messages.funds;

/** The figure of an investor that a dialog shows as it will be. */
export type ShownFigure = "uncalled" | "receivable" | "capital" | "committed";

type FigureName = keyof typeof text.figures;
type Line = { name: FigureName; before: string; after: string };
type Part = { id: string; name: string; amount: string; after: string };

const figureNames = Object.keys(text.figures) as FigureName[];

const figureColumns: ReadonlyArray<PlainColumn<Line>> = [
  { id: "what", header: text.effect.figure, cell: (line) => text.figures[line.name] },
  { id: "before", header: text.effect.before, end: true, cell: (line) => <Amount value={line.before} /> },
  { id: "after", header: text.effect.after, end: true, cell: (line) => <Amount value={line.after} /> },
];

/** What each investor gives or gets, and which figures of the fund change, before anything is recorded. */
export function FundEffect({
  preview,
  stale,
  shown,
}: {
  preview: FundPreview | null;
  stale: boolean;
  shown: ShownFigure | null;
}) {
  if (!preview) return <p className={classes.muted}>{text.effect.empty}</p>;
  return (
    <section className={classes.effect} aria-label={text.effect.title} aria-busy={stale}>
      {shown === null || preview.parts.length === 0 ? null : (
        <PlainTable
          name={text.effect.parts}
          columns={partColumns(shown)}
          rows={partsOf(preview, shown)}
          rowId={(part) => part.id}
        />
      )}
      <PlainTable
        name={text.effect.title}
        columns={figureColumns}
        rows={changes(preview.before, preview.after)}
        rowId={(line) => line.name}
      />
    </section>
  );
}

function partColumns(shown: ShownFigure): ReadonlyArray<PlainColumn<Part>> {
  return [
    { id: "name", header: text.investorColumns.name, cell: (part) => part.name },
    { id: "amount", header: text.effect.part, end: true, cell: (part) => <Amount value={part.amount} /> },
    {
      id: "after",
      header: text.effect.afterwards(text.investorColumns[shown]),
      end: true,
      cell: (part) => <Amount value={part.after} />,
    },
  ];
}

function partsOf(preview: FundPreview, shown: ShownFigure): Part[] {
  const figures = new Map<string, FundInvestor>(
    preview.investors.map((investor) => [investor.investor_id, investor]),
  );
  return preview.parts.map((part) => ({
    id: part.investor_id,
    name: part.name,
    amount: part.amount,
    after: figures.get(part.investor_id)?.[shown] ?? "0",
  }));
}

function changes(before: FundFigures, after: FundFigures): Line[] {
  return figureNames
    .map((name) => ({ name, before: before[name], after: after[name] }))
    .filter((line) => line.before !== line.after);
}
