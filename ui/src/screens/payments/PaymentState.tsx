import type { Payment } from "../../bindings/Payment";
import { Tag } from "../../components/Tag";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";

const text = messages.payments;

/** Whether a payment was taken back, and why; nothing of one that stands. */
export function PaymentState({ payment }: { payment: Payment }) {
  if (payment.reversed_on === null) return null;
  const { status } = text;
  return (
    <span title={text.reversedWhy(formatDate(payment.reversed_on), payment.reversal_reason ?? "")}>
      <Tag tone="warning">{payment.is_returned ? status.returned : status.reversed}</Tag>
    </span>
  );
}
