import type { ApprovedLineInput } from "../../bindings/ApprovedLineInput";
import type { DrawLine } from "../../bindings/DrawLine";
import { parseMoney } from "../../fields/parse-money";
import { readableMoney, valueOf } from "../../fields/values";
import { formatAmount } from "../../format/amount";
import { compareDecimals } from "../../format/decimal";

/** What is to be approved, by line, as it is typed. */
export type ApprovedAmounts = Readonly<Record<string, string>>;

/** At first all that was requested. */
export function wholeRequest(lines: readonly DrawLine[]): ApprovedAmounts {
  return Object.fromEntries(lines.map((line) => [line.code, formatAmount(line.requested)]));
}

/** What is asked of Rust; nothing while some amount cannot be read. An empty field approves nothing of its line. */
export function approvedLines(
  lines: readonly DrawLine[],
  amounts: ApprovedAmounts,
  digits: number,
): ApprovedLineInput[] | null {
  const approved: ApprovedLineInput[] = [];
  for (const { code } of lines) {
    const typed = amounts[code] ?? "";
    if (readableMoney(typed, digits) !== null) return null;
    const amount = valueOf(parseMoney(typed, digits));
    if (amount !== null && /[1-9]/.test(amount)) approved.push({ code, amount });
  }
  return approved;
}

/** Whether more is typed than was requested of the line. */
export function isOver(line: DrawLine, amounts: ApprovedAmounts, digits: number): boolean {
  const amount = valueOf(parseMoney(amounts[line.code] ?? "", digits));
  return amount !== null && compareDecimals(amount, line.requested) > 0;
}
