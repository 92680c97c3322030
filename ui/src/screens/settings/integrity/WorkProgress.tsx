import { Button, Progress } from "@mantine/core";
import { focusWhenShown } from "../../../fields/focus-when-shown";
import { formatCount } from "../../../format/amount";
import { messages } from "../../../messages";
import classes from "../Settings.module.css";

type Props = {
  name: string;
  progress: { done: number; total: number } | null;
  onCancel: () => void;
  /** How far it has come in words; by events without it. */
  describe?: (done: number, total: number) => string;
  /** Whether the focus goes to the way to stop it, where it stands in the place of what started it. */
  takesFocus?: boolean;
};

function byEvents(done: number, total: number): string {
  return messages.settings.integrity.progress(formatCount(done), formatCount(total));
}

/** How far long work has come, and the way to stop it. */
export function WorkProgress({ name, progress, onCancel, describe = byEvents, takesFocus = false }: Props) {
  const percent = progress && progress.total > 0 ? (progress.done / progress.total) * 100 : 0;
  return (
    <div className={classes.progress}>
      <Progress.Root size="sm">
        <Progress.Section
          value={progress ? percent : 100}
          animated={progress === null}
          striped={progress === null}
          aria-label={name}
        />
      </Progress.Root>
      <span>{progress ? describe(progress.done, progress.total) : name}</span>
      <Button variant="default" onClick={onCancel} ref={takesFocus ? focusWhenShown : undefined}>
        {messages.common.cancel}
      </Button>
    </div>
  );
}
