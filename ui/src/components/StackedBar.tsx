import { isZero } from "../format/amount";
import classes from "./StackedBar.module.css";

export type BarPart = {
  tone: "drawn" | "approved" | "requested" | "space";
  /** Percent of the whole, as Rust reckoned it. */
  percent: string;
};

/** A bar of parts of one whole. What it shows stands in words beside it or in its label. */
export function StackedBar({ parts, label }: { parts: readonly BarPart[]; label: string }) {
  return (
    <span className={classes.bar} role="img" aria-label={label} title={label}>
      {parts
        .filter(({ percent }) => !isZero(percent))
        .map(({ tone, percent }) => (
          <span key={tone} className={classes.part} data-tone={tone} style={{ width: `${percent}%` }} />
        ))}
    </span>
  );
}

export function Legend({ entries }: { entries: ReadonlyArray<[BarPart["tone"], string]> }) {
  return (
    <ul className={classes.legend}>
      {entries.map(([tone, name]) => (
        <li key={tone}>
          <span className={classes.swatch} data-tone={tone} />
          {name}
        </li>
      ))}
    </ul>
  );
}
