import { Button } from "@mantine/core";
import { ErrorNote } from "../../components/ErrorNote";
import { CheckIcon, WarningIcon } from "../../components/icons";
import { messages } from "../../messages";
import classes from "./DrawForm.module.css";
import type { SaveState } from "./use-autosave";

const text = messages.draws.form;

type Props = {
  state: SaveState;
  /** Whether some amount is typed that the draft lacks. */
  unreadable: boolean;
  onRetry: () => void;
  onTakeTheirs: () => void;
  onKeepMine: () => void;
};

/** Says whether what is typed is kept in the book. */
export function SaveMark({ state, unreadable, onRetry, onTakeTheirs, onKeepMine }: Props) {
  if (state.kind === "failed") return <ErrorNote error={state.error} onRetry={onRetry} />;
  if (state.kind === "conflict") {
    return (
      <div className={classes.conflict} role="alert">
        <WarningIcon />
        <span className={classes.conflictText}>
          <strong>{text.conflictTitle}</strong>
          <span>{text.conflictText}</span>
        </span>
        <Button variant="default" onClick={onTakeTheirs}>
          {text.takeTheirs}
        </Button>
        <Button variant="default" onClick={onKeepMine}>
          {text.keepMine}
        </Button>
      </div>
    );
  }
  const words = {
    untouched: text.nothingYet,
    unsaved: text.unsaved,
    saving: text.saving,
    saved: text.saved,
  };
  return (
    <p className={classes.mark} role="status" data-state={state.kind}>
      {state.kind === "saved" ? <CheckIcon size={13} /> : null}
      {words[state.kind]}
      {unreadable ? ` · ${text.unreadable}` : null}
    </p>
  );
}
