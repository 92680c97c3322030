import { useState } from "react";
import { type CallError, fieldErrorText } from "../../../../api/errors";
import type { LongWork } from "../../../../api/long-work";
import { useBook } from "../../../../app/book-context";
import { parseDate } from "../../../../fields/parse-date";
import { formatDate } from "../../../../format/date";
import { isSharedAddress } from "../../../../format/shared-address";
import { messages } from "../../../../messages";
import { type PlanDay, useArchivePlan } from "./use-archive-plan";

export type ArchiveWork = LongWork<"archive.create">;

/** The day and the folder as typed, the plan that they make, and what is wrong with them. */
export function useArchiveForm(work: ArchiveWork) {
  const shared = isSharedAddress(useBook().address);
  // The usual day is known to the book, so its field is empty until the first plan is there.
  const [typedBefore, setTypedBefore] = useState<string | null>(null);
  const [folder, setFolder] = useState("");
  const [tried, setTried] = useState(false);
  const [sent, setSent] = useState<string | null>(null);
  const plan = useArchivePlan(planDay(typedBefore));
  const before = typedBefore ?? (plan.data ? formatDate(plan.data.before) : "");

  // A refusal is about what was sent, not about what has been typed since.
  const values = JSON.stringify([before, folder]);
  const error = plan.error ?? (sent === values ? work.error : null);
  const refused = (field: string) => (error?.field === field ? fieldErrorText(error) : null);
  const missing = (value: string) => (tried && value.trim() === "" ? messages.fields.required : null);
  const canStart = plan.data !== null && !plan.stale && plan.data.events > 0;

  const submit = () => {
    setTried(true);
    if (!plan.data || !canStart || (shared && folder.trim() === "")) return;
    setSent(values);
    void work.start({ before: plan.data.before, folder: folder.trim() === "" ? null : folder.trim() });
  };
  return {
    shared,
    before,
    setBefore: (typed: string) => {
      setTried(false);
      // Leaving the field writes the usual day as it stands there already.
      if (typed !== before) setTypedBefore(typed);
    },
    folder,
    setFolder,
    plan,
    canStart,
    submit,
    beforeError: missing(before) ?? refused("before"),
    folderError: (shared ? missing(folder) : null) ?? refused("folder"),
    elsewhere: isBesideField(error) ? null : error,
    retry: plan.error ? plan.retry : submit,
  };
}

function planDay(typed: string | null): PlanDay {
  if (typed === null) return { kind: "usual" };
  const reading = parseDate(typed);
  return reading.kind === "value" ? { kind: "day", day: reading.value } : { kind: "none" };
}

function isBesideField(error: CallError | null): boolean {
  return error?.field === "before" || error?.field === "folder";
}
