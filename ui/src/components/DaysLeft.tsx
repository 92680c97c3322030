import { messages } from "../messages";
import { Tag } from "./Tag";

/** How long there is until a day, or since when it has passed. */
export function DaysLeft({ days, soon = true }: { days: number | null; soon?: boolean }) {
  if (days === null) return null;
  const text = messages.daysLeft;
  if (days < 0) return <Tag tone="danger">{text.overdue(-days)}</Tag>;
  if (days === 0) return <Tag tone="warning">{text.today}</Tag>;
  return <Tag tone={soon ? "warning" : "neutral"}>{text.left(days)}</Tag>;
}
