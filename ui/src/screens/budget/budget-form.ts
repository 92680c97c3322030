import type { Budget } from "../../bindings/Budget";
import type { SetBudget } from "../../bindings/SetBudget";
import { parseDate } from "../../fields/parse-date";
import { parseMoney, parseRate } from "../../fields/parse-money";
import { orNull, readableMoney, readableRate, valueOf } from "../../fields/values";
import { formatAmount, isZero } from "../../format/amount";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";

const text = messages.budget.editor;

/** A line as it is typed. `key` tells it apart while lines move. */
export type LineValues = { key: string; code: string; description: string; amount: string };
export type PlannedValues = { key: string; on: string; amount: string };

/** The budget as it is typed. */
export type BudgetForm = {
  lines: LineValues[];
  contingency: string;
  interest_reserve: string;
  retainage_percent: string;
  plan: PlannedValues[];
  reason: string;
};

export function emptyLine(): LineValues {
  return { key: crypto.randomUUID(), code: "", description: "", amount: "" };
}

export function emptyPlanned(): PlannedValues {
  return { key: crypto.randomUUID(), on: "", amount: "" };
}

/** The form that shows a budget; an empty one where there is none. */
export function formOf(budget: Budget | null): BudgetForm {
  if (!budget) {
    return {
      lines: [emptyLine()],
      contingency: "",
      interest_reserve: "",
      retainage_percent: "10",
      plan: [],
      reason: "",
    };
  }
  const amountOf = (kind: "contingency" | "interest_reserve") => {
    const line = budget.lines.find((each) => each.kind === kind);
    return line ? formatAmount(line.budget) : "";
  };
  return {
    lines: budget.lines
      .filter((line) => line.kind === "cost")
      .map(({ code, description, budget: amount }) => ({
        key: code,
        code,
        description,
        amount: formatAmount(amount),
      })),
    contingency: amountOf("contingency"),
    interest_reserve: amountOf("interest_reserve"),
    retainage_percent: isZero(budget.retainage_percent) ? "" : budget.retainage_percent,
    plan: budget.plan.map(({ on, amount }, place) => ({
      key: `${on} ${place}`,
      on: formatDate(on),
      amount: formatAmount(amount),
    })),
    reason: "",
  };
}

/** A line of which nothing was typed is none. */
function isEmpty(values: { code?: string; description?: string; on?: string; amount: string }): boolean {
  return [values.code, values.description, values.on, values.amount].every(
    (typed) => (typed ?? "").trim() === "",
  );
}

/** What can be read of the form: what a preview is asked for while the rest is typed. */
export function readable(form: BudgetForm, loanId: string, digits: number): SetBudget {
  const lines = form.lines.flatMap((line) => {
    const amount = valueOf(parseMoney(line.amount, digits));
    const { code, description } = { code: line.code.trim(), description: line.description.trim() };
    return amount === null || code === "" || description === "" ? [] : [{ code, description, amount }];
  });
  const plan = form.plan.flatMap((planned) => {
    const amount = valueOf(parseMoney(planned.amount, digits));
    const on = valueOf(parseDate(planned.on));
    return amount === null || on === null ? [] : [{ on, amount }];
  });
  return {
    loan_id: loanId,
    lines,
    contingency: valueOf(parseMoney(form.contingency, digits)),
    interest_reserve: valueOf(parseMoney(form.interest_reserve, digits)),
    retainage_percent: valueOf(parseRate(form.retainage_percent)),
    plan,
    reason: orNull(form.reason),
  };
}

/** What keeps the form from being sent, by the path of its field. What the values mean is for Rust to judge. */
export function budgetErrors(
  form: BudgetForm,
  digits: number,
  reasonNeeded: boolean,
): Record<string, string> {
  const errors: Record<string, string> = {};
  const note = (path: string, problem: string | null) => {
    if (problem !== null) errors[path] = problem;
  };
  const codes = form.lines.map((line) => line.code.trim().toLowerCase());
  form.lines.forEach((line, place) => {
    if (isEmpty(line)) return;
    const code = codes[place] ?? "";
    note(`lines.${place}.code`, code === "" ? text.codeNeeded : null);
    if (code !== "" && codes.indexOf(code) < place) note(`lines.${place}.code`, text.codeTwice);
    note(`lines.${place}.description`, line.description.trim() === "" ? text.descriptionNeeded : null);
    note(`lines.${place}.amount`, missing(line.amount) ?? readableMoney(line.amount, digits));
  });
  if (form.lines.every(isEmpty)) note("lines.0.code", text.noLines);
  note("contingency", readableMoney(form.contingency, digits));
  note("interest_reserve", readableMoney(form.interest_reserve, digits));
  note("retainage_percent", readableRate(form.retainage_percent));
  form.plan.forEach((planned, place) => {
    if (isEmpty(planned)) return;
    const day = parseDate(planned.on);
    note(`plan.${place}.on`, day.kind === "value" ? null : (missing(planned.on) ?? messages.fields.date));
    note(`plan.${place}.amount`, missing(planned.amount) ?? readableMoney(planned.amount, digits));
  });
  note("reason", reasonNeeded ? missing(form.reason) : null);
  return errors;
}

function missing(typed: string): string | null {
  return typed.trim() === "" ? messages.fields.required : null;
}

/** A list with one of its entries moved up or down by one; as it is where there is no such place. */
export function moved<T>(list: readonly T[], place: number, by: -1 | 1): T[] {
  const target = place + by;
  const changed = [...list];
  const [entry] = changed.splice(place, 1);
  if (entry === undefined || target < 0 || target >= list.length) return [...list];
  changed.splice(target, 0, entry);
  return changed;
}
