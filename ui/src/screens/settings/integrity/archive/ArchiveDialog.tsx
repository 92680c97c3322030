import { Modal } from "@mantine/core";
import { useLongWork } from "../../../../api/long-work";
import { useReturnFocus } from "../../../../components/return-focus";
import { messages } from "../../../../messages";
import { ArchiveForm } from "./ArchiveForm";
import { ArchiveResult } from "./ArchiveResult";

const text = messages.settings.archive;

/** Asks how much is archived and where to, shows it in numbers, does it, and says what became of the book. */
export function ArchiveDialog({ onClose }: { onClose: () => void }) {
  useReturnFocus();
  const work = useLongWork("archive.create");
  return (
    <Modal
      opened
      onClose={onClose}
      size={640}
      title={text.dialogTitle}
      // While it runs there is one way out: to stop it.
      closeOnEscape={!work.running}
      closeOnClickOutside={!work.running}
      closeButtonProps={{ "aria-label": messages.common.close, disabled: work.running }}
    >
      {work.result ? (
        <ArchiveResult report={work.result} onClose={onClose} />
      ) : (
        <ArchiveForm work={work} onClose={onClose} />
      )}
    </Modal>
  );
}
