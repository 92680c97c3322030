import { Button, Modal } from "@mantine/core";
import { type ReactNode, useId } from "react";
import type { CallError } from "../api/errors";
import { messages } from "../messages";
import { ErrorNote } from "./ErrorNote";
import classes from "./FormDialog.module.css";
import { useReturnFocus } from "./return-focus";

type Props = {
  title: string;
  size?: number;
  /** The words on the button that sends the form. */
  submit: string;
  pending: boolean;
  disabled?: boolean;
  /** What has to be done in the form before it can be sent, in words; nothing where it can be. */
  refusal?: string | null;
  /** What is done cannot be taken back. */
  danger?: boolean;
  /** Nothing has to be typed: the button has the focus at first. */
  focusSubmit?: boolean;
  /** What went wrong, where no field says it. */
  error: CallError | null;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** A dialog that asks, and then does one thing. It is there only while it is open. */
export function FormDialog({
  title,
  size = 460,
  submit,
  pending,
  disabled = false,
  refusal = null,
  danger = false,
  focusSubmit = false,
  error,
  onSubmit,
  onClose,
  children,
}: Props) {
  useReturnFocus();
  const refusalId = useId();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ "aria-label": messages.common.close }}
    >
      <form
        className={classes.form}
        aria-label={title}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          // The dialog may stand in another form's tree; that one is not sent.
          event.stopPropagation();
          if (!disabled && refusal === null) onSubmit();
        }}
      >
        {children}
        {error ? (
          <ErrorNote error={error} {...(error.code === "conflict" ? {} : { onRetry: onSubmit })} />
        ) : null}
        <div className={classes.actions}>
          {refusal === null ? null : (
            <span id={refusalId} className={classes.refusal}>
              {refusal}
            </span>
          )}
          <Button variant="default" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button
            type="submit"
            loading={pending}
            disabled={disabled}
            {...(refusal === null
              ? {}
              : { "data-disabled": true, "aria-disabled": true, "aria-describedby": refusalId })}
            {...(danger ? { color: "red.9" } : {})}
            {...(focusSubmit ? { "data-autofocus": true } : {})}
          >
            {submit}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Two short fields beside each other. */
export function Pair({ children }: { children: ReactNode }) {
  return <div className={classes.pair}>{children}</div>;
}
