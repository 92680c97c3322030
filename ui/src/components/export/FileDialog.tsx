import { Button, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import type { CommandName } from "../../api/client";
import type { CallError } from "../../api/errors";
import type { LongWork } from "../../api/long-work";
import { percentDone } from "../../format/percent";
import { messages } from "../../messages";
import { ErrorNote } from "../ErrorNote";
import { useReturnFocus } from "../return-focus";
import form from "../FormDialog.module.css";
import { WorkProgress } from "../../screens/settings/integrity/WorkProgress";

type Props<N extends CommandName> = {
  title: string;
  submit: string;
  working: string;
  work: LongWork<N>;
  canStart: boolean;
  error: CallError | null;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** Asks for a file, writes it, and shows how far that has come. */
export function FileDialog<N extends CommandName>(props: Props<N>) {
  const { title, submit, working, work, canStart, error, onSubmit, onClose, children } = props;
  useReturnFocus();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={520}
      closeOnEscape={!work.running}
      closeOnClickOutside={!work.running}
      closeButtonProps={{ "aria-label": messages.common.close, disabled: work.running }}
    >
      <form
        className={form.form}
        aria-label={title}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (canStart && !work.running) onSubmit();
        }}
      >
        {children}
        {error && !work.running ? <ErrorNote error={error} onRetry={onSubmit} /> : null}
        {work.running ? (
          <WorkProgress
            name={working}
            progress={work.progress}
            describe={percentDone}
            onCancel={work.cancel}
            takesFocus
          />
        ) : (
          <div className={form.actions}>
            <Button variant="default" onClick={onClose}>
              {messages.common.cancel}
            </Button>
            <Button type="submit" disabled={!canStart} data-autofocus>
              {submit}
            </Button>
          </div>
        )}
      </form>
    </Modal>
  );
}
