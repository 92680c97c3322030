import { formatCount } from "../format/amount";
import { Tag } from "./Tag";

/** A count that should be zero, and stands out when it is not. */
export function BadCount({ count }: { count: number }) {
  return count > 0 ? <Tag tone="danger">{formatCount(count)}</Tag> : formatCount(0);
}
