import type { ReactNode } from "react";
import { messages } from "../../messages";
import classes from "./Dashboard.module.css";

/** The figures of the chart above. */
export function AsTable({ children }: { children: ReactNode }) {
  return (
    <details className={classes.table}>
      <summary>{messages.dashboard.asTable}</summary>
      {children}
    </details>
  );
}
