import { useCallback, useEffect, useRef } from "react";
import type { BudgetForm } from "./budget-form";

/** A budget that was typed and not saved yet, kept over a crash of the window; or nothing. */
export function readKeptBudget(key: string): BudgetForm | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return isBudgetForm(kept) ? kept : null;
  } catch {
    return null;
  }
}

const texts = ["contingency", "interest_reserve", "retainage_percent", "reason"] as const;

/** Whether it is a list of rows that have these texts. */
function areRows(value: unknown, fields: readonly string[]): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (row: unknown) =>
        typeof row === "object" &&
        row !== null &&
        fields.every((field) => typeof (row as Record<string, unknown>)[field] === "string"),
    )
  );
}

/** What an older release kept may have another form. */
function isBudgetForm(kept: unknown): kept is BudgetForm {
  if (typeof kept !== "object" || kept === null) return false;
  const record = kept as Record<string, unknown>;
  return (
    areRows(record["lines"], ["key", "code", "description", "amount"]) &&
    areRows(record["plan"], ["key", "on", "amount"]) &&
    texts.every((name) => typeof record[name] === "string")
  );
}

/** Keeps what is typed under `key`; returns what forgets it, once it is saved or discarded. */
export function useKeptBudget(key: string, start: BudgetForm, values: BudgetForm): () => void {
  const forgotten = useRef<string | null>(null);
  const text = JSON.stringify(values);
  const asStarted = text === JSON.stringify(start);
  useEffect(() => {
    // What was just forgotten is not written again by the form's last render.
    if (forgotten.current === text) return;
    forgotten.current = null;
    if (asStarted) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  }, [key, text, asStarted]);
  return useCallback(() => {
    forgotten.current = text;
    localStorage.removeItem(key);
  }, [key, text]);
}
