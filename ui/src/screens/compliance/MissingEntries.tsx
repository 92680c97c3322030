import { useWrite } from "../../api/write";
import { CommandButton } from "../../components/CommandButton";
import note from "../../components/ErrorNote.module.css";
import { WarningIcon } from "../../components/icons";
import { notify, notifyError } from "../../components/notify";
import { formatCount } from "../../format/amount";
import { messages } from "../../messages";

const text = messages.compliance.missing;

/** Says that events have passed which the log does not tell of, and lets it catch up with them. */
export function MissingEntries({ events }: { events: number }) {
  const catchUp = useWrite("compliance.catch_up", {
    onSuccess: ({ recorded }) => notify(text.caughtUp(formatCount(recorded))),
  });
  return (
    <div className={note.note} role="alert">
      <span className={note.icon}>
        <WarningIcon />
      </span>
      <div className={note.text}>
        <strong>{text.title(formatCount(events))}</strong>
        <span>{text.advice}</span>
      </div>
      <CommandButton
        command="compliance.catch_up"
        variant="default"
        loading={catchUp.isPending}
        onClick={() => catchUp.mutate({}, { onError: notifyError })}
      >
        {text.catchUp}
      </CommandButton>
    </div>
  );
}
