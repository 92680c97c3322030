import type { ExpectedMonth } from "../../bindings/ExpectedMonth";
import type { MaturityLine } from "../../bindings/MaturityLine";
import { Amount } from "../../components/Amount";
import { BarChart, BarKey } from "../../components/chart/BarChart";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { formatAmount, formatCount } from "../../format/amount";
import { formatMonth, formatMonthName } from "../../format/date";
import { messages } from "../../messages";
import { AsTable } from "./AsTable";
import classes from "./Dashboard.module.css";

const text = messages.dashboard;
const titles = text.columns;

const expectedKey = [
  { tone: "light", name: titles.interest },
  { tone: "accent", name: titles.principal },
] as const;

const expectedColumns: ReadonlyArray<PlainColumn<ExpectedMonth>> = [
  { id: "month", header: titles.month, whole: true, cell: (line) => formatMonth(monthOf(line.month)) },
  {
    id: "interest",
    header: titles.interest,
    end: true,
    cell: (line) => <Amount value={line.interest} />,
  },
  {
    id: "principal",
    header: titles.principal,
    end: true,
    cell: (line) => <Amount value={line.principal} />,
  },
  {
    id: "total",
    header: titles.total,
    end: true,
    cell: (line) => <Amount value={line.total} />,
  },
];

const maturityColumns: ReadonlyArray<PlainColumn<MaturityLine>> = [
  { id: "month", header: titles.month, whole: true, cell: maturityOf },
  { id: "loans", header: titles.loans, end: true, cell: (line) => formatCount(line.loans) },
  {
    id: "outstanding",
    header: titles.outstanding,
    end: true,
    cell: (line) => <Amount value={line.outstanding} />,
  },
];

/** What instalments bring in, by month. */
export function Expected({ months }: { months: readonly ExpectedMonth[] }) {
  const bars = months.map((month) => ({
    id: month.month,
    name: formatMonthName(monthOf(month.month)),
    title: text.bar(formatMonth(monthOf(month.month)), [
      `${titles.interest} ${formatAmount(month.interest)}`,
      `${titles.principal} ${formatAmount(month.principal)}`,
      `${titles.total} ${formatAmount(month.total)}`,
    ]),
    parts: [
      { tone: "light" as const, amount: month.interest },
      { tone: "accent" as const, amount: month.principal },
    ],
    total: month.total,
  }));
  return (
    <section className={classes.part} aria-labelledby="dashboard-expected">
      <div className={classes.head}>
        <h2 id="dashboard-expected">{text.expected}</h2>
        <BarKey entries={expectedKey} />
      </div>
      <BarChart label={text.chart(text.expected)} bars={bars} />
      <AsTable>
        <PlainTable
          name={text.expected}
          dense
          rows={months}
          rowId={(month) => month.month}
          columns={expectedColumns}
        />
      </AsTable>
    </section>
  );
}

/** The months as bars; what lies before and behind them, which may be far more, in figures. */
export function Maturities({ lines }: { lines: readonly MaturityLine[] }) {
  const bars = lines.flatMap(({ month, outstanding, loans }) =>
    month === null
      ? []
      : {
          id: month,
          name: formatMonthName(monthOf(month)),
          title: text.bar(formatMonth(monthOf(month)), [
            formatAmount(outstanding),
            `${titles.loans} ${formatCount(loans)}`,
          ]),
          parts: [{ tone: "accent" as const, amount: outstanding }],
          total: outstanding,
        },
  );
  const beyond = lines.filter((line) => line.month === null && line.loans > 0);
  return (
    <section className={classes.part} aria-labelledby="dashboard-maturities">
      <div className={classes.head}>
        <h2 id="dashboard-maturities">{text.maturities}</h2>
        <span className={classes.beyond}>
          {beyond.map((line) => (
            <span key={String(line.is_past)}>
              {maturityOf(line)} <Amount value={line.outstanding} />
            </span>
          ))}
        </span>
      </div>
      <BarChart label={text.chart(text.maturities)} bars={bars} />
      <AsTable>
        <PlainTable
          name={text.maturities}
          rows={lines}
          rowId={(line) => line.month ?? String(line.is_past)}
          columns={maturityColumns}
        />
      </AsTable>
    </section>
  );
}

/** `2026-11` of its first day. */
function monthOf(firstDay: string): string {
  return firstDay.slice(0, 7);
}

function maturityOf(line: MaturityLine): string {
  if (line.month !== null) return formatMonth(monthOf(line.month));
  return line.is_past ? text.matured : text.later;
}
