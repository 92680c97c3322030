import { useQuery } from "@tanstack/react-query";
import { query } from "../../api/queries";
import { AttachmentGallery } from "../../components/attachments/AttachmentGallery";

type Props = { loanId: string; ids: readonly string[]; onRemove?: (attachmentId: string) => void };

/** Files of a loan by their ids, in the order of the ids. */
export function ChosenFiles({ loanId, ids, onRemove }: Props) {
  const answer = useQuery({ ...query("attachment.list", { loan_id: loanId }), enabled: ids.length > 0 });
  const known = new Map((answer.data?.attachments ?? []).map((each) => [each.attachment_id, each]));
  const chosen = ids.flatMap((id) => known.get(id) ?? []);
  if (ids.length > 0 && !answer.data) return null;
  return (
    <AttachmentGallery
      attachments={chosen}
      {...(onRemove ? { onRemove: (attachment) => onRemove(attachment.attachment_id) } : {})}
    />
  );
}
