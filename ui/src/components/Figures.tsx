import type { ReactNode } from "react";
import classes from "./Figures.module.css";

/** A row of figures with their names, as a description list. */
export function Figures({ children }: { children: ReactNode }) {
  return <dl className={classes.figures}>{children}</dl>;
}

export function Figure({
  label,
  strong = false,
  children,
}: {
  label: string;
  strong?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={classes.figure} data-strong={strong}>
      <dt>{label}</dt>
      <dd data-selectable>{children}</dd>
    </div>
  );
}

/** Names and values under one another, for everything that is not a key figure. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd data-selectable>{children}</dd>
    </div>
  );
}
