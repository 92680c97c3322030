import type { ReactNode } from "react";
import classes from "./Screen.module.css";

type Props = {
  title: string;
  /** Beside the title: a status, a count. */
  aside?: ReactNode;
  /** At the right of the title. */
  actions?: ReactNode;
  /** Above the title: the way back. */
  above?: ReactNode;
  /** Under the title: tabs or filters. */
  below?: ReactNode;
  /** The content fills the height and scrolls by itself. */
  fill?: boolean;
  children: ReactNode;
};

/** A screen: its heading stays, its content scrolls. */
export function Screen({ title, aside, actions, above, below, fill = false, children }: Props) {
  return (
    <div className={classes.screen}>
      <header className={classes.header}>
        {above}
        <div className={classes.heading}>
          <h1>{title}</h1>
          {aside}
          <div className={classes.actions}>{actions}</div>
        </div>
        {below}
      </header>
      <div className={fill ? classes.fill : classes.scroll}>{children}</div>
    </div>
  );
}
