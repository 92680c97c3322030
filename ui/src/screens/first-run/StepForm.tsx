import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { messages } from "../../messages";
import classes from "./FirstRun.module.css";

type Props = {
  title: string;
  lead?: string;
  submit: string;
  pending: boolean;
  disabled?: boolean;
  /** What stands in the place of the buttons while it works. */
  working?: ReactNode;
  onSubmit: () => void;
  onBack: () => void;
  children: ReactNode;
};

/** A way to a book that asks for something first. */
export function StepForm(props: Props) {
  const { title, lead, submit, pending, disabled = false, working, onSubmit, onBack, children } = props;
  return (
    <form
      className={classes.form}
      aria-label={title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <h2>{title}</h2>
      {lead === undefined ? null : <p className={classes.hint}>{lead}</p>}
      {children}
      {working ?? (
        <div className={classes.actions}>
          <Button variant="default" onClick={onBack}>
            {messages.common.back}
          </Button>
          <Button type="submit" loading={pending} disabled={disabled}>
            {submit}
          </Button>
        </div>
      )}
    </form>
  );
}
