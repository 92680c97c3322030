import { Button, Modal, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toCallError } from "../../api/errors";
import { useLongWork } from "../../api/long-work";
import { query } from "../../api/queries";
import type { Attachment } from "../../bindings/Attachment";
import { formatBytes } from "../../format/bytes";
import { formatMoment } from "../../format/date";
import { messages } from "../../messages";
import { platform } from "../../platform";
import { ErrorNote } from "../ErrorNote";
import { useReturnFocus } from "../return-focus";
import classes from "./AttachmentDialog.module.css";

const text = messages.attachments;

/** One attachment larger, with what is known of it, and a copy of it for whoever wants to open it. */
export function AttachmentDialog({ attachment, onClose }: { attachment: Attachment; onClose: () => void }) {
  useReturnFocus();
  const answer = useQuery(query("attachment.get", { attachment_id: attachment.attachment_id }));
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
        <SaveCopy attachment={attachment} />
      </div>
    </Modal>
  );
}

function SaveCopy({ attachment }: { attachment: Attachment }) {
  const saving = useLongWork("attachment.get");
  const [path, setPath] = useState("");
  const save = (to: string | null) => {
    if (to === null || to.trim() === "") return;
    void saving.start({ attachment_id: attachment.attachment_id, save_to: to.trim() });
  };
  const choose = async () => save(await platform.chooseNewFile(attachment.file_name));
  return (
    <>
      {saving.error ? <ErrorNote error={saving.error} /> : null}
      {saving.result?.saved_to ? (
        <p role="status" data-selectable>
          {text.saved(saving.result.saved_to)}
        </p>
      ) : null}
      {platform.hasFileDialogs ? (
        <div className={classes.actions}>
          <Button variant="default" loading={saving.running} onClick={() => void choose()}>
            {text.save}
          </Button>
        </div>
      ) : (
        <div className={classes.path}>
          <TextInput
            label={text.saveTo}
            value={path}
            spellCheck={false}
            onChange={(event) => setPath(event.currentTarget.value)}
          />
          <Button variant="default" loading={saving.running} onClick={() => save(path)}>
            {text.saveHere}
          </Button>
        </div>
      )}
    </>
  );
}
