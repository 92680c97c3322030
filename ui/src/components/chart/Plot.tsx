import type { ReactNode } from "react";
import classes from "./Plot.module.css";

type Props = {
  label: string;
  /** Lines across, each at a percentage of the height. */
  ticks: ReadonlyArray<{ at: number; text: string }>;
  below: ReactNode;
  children: ReactNode;
};

/**
 * The place of a chart: a hundred units wide and high, stretched to where it stands. What it shows stands in a table as
 * well.
 */
export function Plot({ label, ticks, below, children }: Props) {
  return (
    <div className={classes.frame}>
      <div className={classes.plot}>
        {ticks.map(({ at, text }) => (
          <span key={at} className={classes.tick} aria-hidden="true" style={{ bottom: `${at}%` }}>
            {text}
          </span>
        ))}
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={label}>
          {ticks.map(({ at }) => (
            <path key={at} d={`M0 ${100 - at}h100`} className={classes.grid} />
          ))}
          {children}
        </svg>
      </div>
      <div className={classes.below} aria-hidden="true">
        {below}
      </div>
    </div>
  );
}
