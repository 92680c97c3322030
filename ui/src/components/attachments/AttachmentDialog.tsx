import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { toCallError } from "../../api/errors";
import { useLongWork } from "../../api/long-work";
import { query } from "../../api/queries";
import type { Attachment } from "../../bindings/Attachment";
import { formatBytes } from "../../format/bytes";
import { formatMoment } from "../../format/date";
import { messages } from "../../messages";
import { ErrorNote } from "../ErrorNote";
import { useReturnFocus } from "../return-focus";
import { SaveCopy } from "../SaveCopy";
import classes from "./AttachmentDialog.module.css";

const text = messages.attachments;

/** One attachment larger, with what is known of it, and a copy of it for whoever wants to open it. */
export function AttachmentDialog({ attachment, onClose }: { attachment: Attachment; onClose: () => void }) {
  useReturnFocus();
  const answer = useQuery(query("attachment.get", { attachment_id: attachment.attachment_id }));
  const saving = useLongWork("attachment.get");
  const picture = answer.data?.thumbnail;
  return (
    <Modal
      opened
      onClose={onClose}
      title={attachment.file_name}
      size={460}
      closeButtonProps={{ "aria-label": messages.common.close }}
    >
      <div className={classes.dialog}>
        {answer.error ? (
          <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
        ) : null}
        {picture ? (
          <img className={classes.picture} src={picture} alt={text.picture(attachment.file_name)} />
        ) : null}
        {answer.data && !picture ? <p>{text.noPicture}</p> : null}
        <p className={classes.facts} data-selectable>
          {formatBytes(attachment.size_bytes)}
          {" · "}
          {text.addedBy(attachment.added_by, formatMoment(attachment.added_at))}
        </p>
        <SaveCopy
          label={text.save}
          fileName={attachment.file_name}
          running={saving.running}
          error={saving.error}
          savedTo={saving.result?.saved_to ?? null}
          onSave={(path) => void saving.start({ attachment_id: attachment.attachment_id, save_to: path })}
        />
      </div>
    </Modal>
  );
}
