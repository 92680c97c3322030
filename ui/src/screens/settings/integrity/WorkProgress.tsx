import { Button, Progress } from "@mantine/core";
import { formatCount } from "../../../format/amount";
import { messages } from "../../../messages";
import classes from "../Settings.module.css";

type Props = { name: string; progress: { done: number; total: number } | null; onCancel: () => void };

/** How far long work has come, and the way to stop it. */
export function WorkProgress({ name, progress, onCancel }: Props) {
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
      <span>
        {progress
          ? messages.settings.integrity.progress(formatCount(progress.done), formatCount(progress.total))
          : name}
      </span>
      <Button variant="default" onClick={onCancel}>
        {messages.common.cancel}
      </Button>
    </div>
  );
}
