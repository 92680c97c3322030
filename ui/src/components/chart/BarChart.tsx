import { useBook } from "../../app/book-context";
import { formatScale } from "../../format/amount";
import { percentOf } from "../../format/decimal";
import classes from "./BarChart.module.css";
import { Plot } from "./Plot";
import { linesFor } from "./lines";

type Tone = "accent" | "light" | "danger";

export type Bar = {
  id: string;
  /** Below the bar; short. */
  name: string;
  /** Its figures in words, for who points at it. */
  title: string;
  /** From the bottom up. */
  parts: ReadonlyArray<{ tone: Tone; amount: string }>;
  /** What the parts come to. */
  total: string;
};

/** Amounts as bars, at an axis in the currency of the book. Where all are nothing, only the ground line is drawn. */
export function BarChart({ label, bars }: { label: string; bars: readonly Bar[] }) {
  const { currency } = useBook();
  const lines = linesFor(bars.flatMap((bar) => [bar.total, ...bar.parts.map((part) => part.amount)]));
  const top = lines.at(-1) ?? "0";
  const width = 100 / Math.max(1, bars.length);
  return (
    <Plot
      label={label}
      ticks={lines.map((amount) => ({ at: percentOf(amount, top), text: formatScale(amount, currency) }))}
      below={bars.map((bar) => (
        <span key={bar.id} className={classes.name}>
          {bar.name}
        </span>
      ))}
    >
      {bars.map((bar, index) => (
        <g key={bar.id}>
          {stacked(bar, top).map(({ tone, from, height }) => (
            <rect
              key={tone}
              className={classes.part}
              data-tone={tone}
              x={(index + 0.2) * width}
              width={0.6 * width}
              y={100 - from - height}
              height={height}
            />
          ))}
          <rect className={classes.slot} x={index * width} width={width} height={100}>
            <title>{bar.title}</title>
          </rect>
        </g>
      ))}
    </Plot>
  );
}

/** Where the parts of a bar stand, for drawing only. What is less than nothing has no height. */
function stacked(bar: Bar, top: string) {
  let from = 0;
  return bar.parts
    .map(({ tone, amount }) => {
      const part = { tone, from, height: Math.max(0, percentOf(amount, top)) };
      from += part.height;
      return part;
    })
    .filter(({ height }) => height > 0);
}

/** What the tones mean. */
export function BarKey({ entries }: { entries: ReadonlyArray<{ tone: Tone; name: string }> }) {
  return (
    <span className={classes.key}>
      {entries.map(({ tone, name }) => (
        <span key={tone}>
          <svg width="12" height="10" aria-hidden="true">
            <rect width="12" height="10" className={classes.part} data-tone={tone} />
          </svg>
          {name}
        </span>
      ))}
    </span>
  );
}
