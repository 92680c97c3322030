import { formatAmount, isNegative } from "../format/amount";
import classes from "./Amount.module.css";

/** An exact amount; a negative one in parentheses and red. */
export function Amount({ value }: { value: string }) {
  return <span className={isNegative(value) ? classes.negative : classes.amount}>{formatAmount(value)}</span>;
}
