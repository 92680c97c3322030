import type { DrawStatus } from "../bindings/DrawStatus";
import { messages } from "../messages";
import { Tag, type Tone } from "./Tag";

const tones: Readonly<Record<DrawStatus, Tone>> = {
  draft: "neutral",
  requested: "info",
  inspected: "info",
  approved: "good",
  disbursed: "good",
  rejected: "danger",
  sent_back: "warning",
  cancelled: "neutral",
};

export function DrawStatusTag({ status }: { status: DrawStatus }) {
  return <Tag tone={tones[status]}>{messages.draws.statuses[status]}</Tag>;
}
