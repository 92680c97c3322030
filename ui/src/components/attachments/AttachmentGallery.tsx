import { ActionIcon } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { query } from "../../api/queries";
import type { Attachment } from "../../bindings/Attachment";
import { formatBytes } from "../../format/bytes";
import { messages } from "../../messages";
import { CloseIcon, FileIcon } from "../icons";
import { AttachmentDialog } from "./AttachmentDialog";
import classes from "./AttachmentGallery.module.css";

const text = messages.attachments;

type Props = {
  attachments: readonly Attachment[];
  /** Takes one out of a selection, where it is one; the book keeps it. */
  onRemove?: (attachment: Attachment) => void;
};

/** Attachments with small pictures, names and sizes; each opens larger. */
export function AttachmentGallery({ attachments, onRemove }: Props) {
  const [opened, setOpened] = useState<Attachment | null>(null);
  if (attachments.length === 0) return <p className={classes.none}>{text.none}</p>;
  return (
    <>
      <ul className={classes.gallery} aria-label={text.list}>
        {attachments.map((attachment) => (
          <li key={attachment.attachment_id} className={classes.item}>
            <button type="button" className={classes.open} onClick={() => setOpened(attachment)}>
              <span className="visually-hidden">{text.open}</span>
              <Thumbnail attachment={attachment} />
              <span className={classes.name} title={attachment.file_name}>
                {attachment.file_name}
              </span>
              <span className={classes.size}>{formatBytes(attachment.size_bytes)}</span>
            </button>
            {onRemove ? (
              <ActionIcon
                className={classes.remove}
                variant="default"
                aria-label={text.remove(attachment.file_name)}
                onClick={() => onRemove(attachment)}
              >
                <CloseIcon />
              </ActionIcon>
            ) : null}
          </li>
        ))}
      </ul>
      {opened ? <AttachmentDialog attachment={opened} onClose={() => setOpened(null)} /> : null}
    </>
  );
}

/** Asked for when it comes into view; until then, and where there is none, a sheet of paper. */
function Thumbnail({ attachment }: { attachment: Attachment }) {
  const place = useRef<HTMLSpanElement>(null);
  const isSeen = useSeen(place);
  const isPicture = attachment.media_type.startsWith("image/");
  const answer = useQuery({
    ...query("attachment.get", { attachment_id: attachment.attachment_id }),
    enabled: isSeen && isPicture,
    // An attachment never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const picture = answer.data?.thumbnail;
  return (
    <span className={classes.picture} ref={place}>
      {picture ? <img src={picture} alt="" draggable={false} /> : <FileIcon size={28} />}
    </span>
  );
}

/** Whether an element has come into view. */
function useSeen(place: React.RefObject<HTMLElement | null>): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (isSeen || element === null) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [isSeen, place]);
  return isSeen;
}
