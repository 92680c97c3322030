import type { ReactNode } from "react";
import type { AtTime } from "../../bindings/AtTime";
import { CalendarIcon } from "../../components/icons";
import classes from "./AsOf.module.css";
import { asOfText, isNow } from "./as-of";

/** Says of which time the figures below are, so that nobody takes them for those of today. */
export function PastMark({ time, children }: { time: AtTime; children?: ReactNode }) {
  return (
    <div className={classes.past} data-past={!isNow(time)} role="status">
      <CalendarIcon size={14} />
      <strong>{asOfText(time)}</strong>
      {children}
    </div>
  );
}
