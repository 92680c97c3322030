import type { BudgetLine } from "../../bindings/BudgetLine";
import type { DraftDraw } from "../../bindings/DraftDraw";
import type { Draw } from "../../bindings/Draw";
import type { DrawLineInput } from "../../bindings/DrawLineInput";
import { parseMoney } from "../../fields/parse-money";
import { orNull, valueOf } from "../../fields/values";
import { formatAmount, isZero } from "../../format/amount";

/** What is typed for one line of the budget. */
export type LineValues = { amount: string; work: string; contractor: string };

/** A draw as it is typed. */
export type DrawForm = {
  lines: Readonly<Record<string, LineValues>>;
  contractor: string;
  note: string;
  attachments: readonly string[];
};

/** What a draft is saved of. */
export type DraftContent = Required<Pick<DraftDraw, "lines" | "contractor" | "note" | "attachments">>;

export const emptyLine: LineValues = { amount: "", work: "", contractor: "" };

/** The lines that can be drawn: the interest reserve pays interest by itself. */
export function drawableLines(lines: readonly BudgetLine[]): BudgetLine[] {
  return lines.filter((line) => line.kind !== "interest_reserve");
}

export function formOf(draw: Draw | null): DrawForm {
  const lines = (draw?.lines ?? []).map((line): [string, LineValues] => [
    line.code,
    {
      amount: isZero(line.requested) ? "" : formatAmount(line.requested),
      work: line.work_done ?? "",
      contractor: line.contractor ?? "",
    },
  ]);
  return {
    lines: Object.fromEntries(lines),
    contractor: draw?.contractor ?? "",
    note: draw?.note ?? "",
    attachments: draw?.attachments ?? [],
  };
}

/** Nothing, as an amount with the currency's decimals. */
function nothing(digits: number): string {
  return digits === 0 ? "0" : `0.${"0".repeat(digits)}`;
}

/** The lines of which something was typed, in the order of the budget; an amount that cannot be read is left out. */
function linesOf(form: DrawForm, budget: readonly BudgetLine[], digits: number): DrawLineInput[] {
  return drawableLines(budget).flatMap(({ code }) => {
    const line = form.lines[code] ?? emptyLine;
    const amount = valueOf(parseMoney(line.amount, digits));
    const [work, contractor] = [orNull(line.work), orNull(line.contractor)];
    if (amount === null && work === null && contractor === null) return [];
    return [{ code, amount: amount ?? nothing(digits), work_done: work, contractor }];
  });
}

/** What the draft holds of what is typed. It may be incomplete. */
export function contentOf(form: DrawForm, budget: readonly BudgetLine[], digits: number): DraftContent {
  return {
    lines: linesOf(form, budget, digits),
    contractor: orNull(form.contractor),
    note: orNull(form.note),
    attachments: [...form.attachments],
  };
}

/** Whether some amount is typed that cannot be read, so that the draft lacks it. */
export function hasUnreadable(form: DrawForm, digits: number): boolean {
  return Object.values(form.lines).some(({ amount }) => {
    const { kind } = parseMoney(amount, digits);
    return kind !== "value" && kind !== "empty";
  });
}
