import type { ReactNode } from "react";
import classes from "./Tag.module.css";

export type Tone = "neutral" | "info" | "good" | "warning" | "danger";

/** A short word with a tone; the word alone says it, the colour only helps the eye. */
export function Tag({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  );
}
