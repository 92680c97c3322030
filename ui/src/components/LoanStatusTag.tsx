import type { LoanStatus } from "../bindings/LoanStatus";
import { messages } from "../messages";
import { Tag, type Tone } from "./Tag";

const tones: Readonly<Record<LoanStatus, Tone>> = {
  draft: "neutral",
  submitted: "info",
  verification: "info",
  underwriting: "info",
  approved: "good",
  closing: "info",
  funded: "good",
  paid_off: "neutral",
  defaulted: "danger",
  charged_off: "danger",
  rejected: "danger",
};

export function LoanStatusTag({ status }: { status: LoanStatus }) {
  return <Tag tone={tones[status]}>{messages.statuses[status]}</Tag>;
}
