import { Button } from "@mantine/core";
import type { Archive } from "../../../../bindings/Archive";
import note from "../../../../components/ErrorNote.module.css";
import { WarningIcon } from "../../../../components/icons";
import { formatCount } from "../../../../format/amount";
import { messages } from "../../../../messages";

const text = messages.settings.archive;

type Props = { archive: Archive; onLookAgain: () => void };

/** Which file is gone, what cannot be read without it, and where it belongs. */
export function MissingArchive({ archive, onLookAgain }: Props) {
  return (
    <div className={note.note} role="alert">
      <span className={note.icon}>
        <WarningIcon />
      </span>
      <div className={note.text}>
        <strong>{text.missingTitle(formatCount(archive.number))}</strong>
        <span>
          {text.missingText(formatCount(archive.first_position), formatCount(archive.last_position))}
        </span>
        <span className={note.detail} data-selectable>
          {archive.path}
        </span>
      </div>
      <Button variant="default" onClick={onLookAgain}>
        {messages.common.retry}
      </Button>
    </div>
  );
}
