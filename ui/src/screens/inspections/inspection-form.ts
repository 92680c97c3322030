import type { BudgetLine } from "../../bindings/BudgetLine";
import type { InspectionKind } from "../../bindings/InspectionKind";
import type { LineProgressInput } from "../../bindings/LineProgressInput";
import { parseRate } from "../../fields/parse-money";
import { neededDate, neededText, problems, valueOf } from "../../fields/values";
import { compareDecimals } from "../../format/decimal";
import { messages } from "../../messages";

const text = messages.inspections.complete;

/** What was planned of a visit. */
export type PlannedVisit = {
  inspection_id: string;
  inspector: string;
  kind: InspectionKind;
  note: string | null;
};

/** The visit as it is typed; all texts, so that they can be kept over a crash. Progress stands under its line's code. */
export type InspectionForm = Record<string, string> & {
  inspector: string;
  inspected_on: string;
  kind: InspectionKind;
  findings: string;
  /** Ids of photos, with a space between them. */
  photos: string;
};

/** The name of a line's progress in the form. */
export function progressOf(code: string): string {
  return `percent ${code}`;
}

/** The lines whose work can be looked at: the interest reserve has none. */
export function workLines(lines: readonly BudgetLine[]): BudgetLine[] {
  return lines.filter((line) => line.kind !== "interest_reserve");
}

export function startOf(
  planned: PlannedVisit | null,
  lines: readonly BudgetLine[],
  user: string,
  day: string,
): InspectionForm {
  return {
    ...Object.fromEntries(workLines(lines).map((line) => [progressOf(line.code), ""])),
    inspector: planned?.inspector ?? user,
    inspected_on: day,
    kind: planned?.kind ?? "progress",
    findings: "",
    photos: "",
  };
}

/** What is wrong with a percentage that was typed. */
function percentProblem(typed: string): string | null {
  const reading = parseRate(typed);
  if (reading.kind === "empty") return null;
  if (reading.kind !== "value") return text.percentWrong;
  const within = compareDecimals(reading.value, "0") >= 0 && compareDecimals(reading.value, "100") <= 0;
  return within ? null : text.percentWrong;
}

export function inspectionErrors(form: InspectionForm, lines: readonly BudgetLine[]): Record<string, string> {
  return problems({
    inspector: neededText(form.inspector),
    inspected_on: neededDate(form.inspected_on),
    ...Object.fromEntries(
      workLines(lines).map((line) => [
        progressOf(line.code),
        percentProblem(form[progressOf(line.code)] ?? ""),
      ]),
    ),
  });
}

/** The lines that were looked at. */
export function progressLines(form: InspectionForm, lines: readonly BudgetLine[]): LineProgressInput[] {
  return workLines(lines).flatMap((line) => {
    const percent = valueOf(parseRate(form[progressOf(line.code)] ?? ""));
    return percent === null ? [] : [{ code: line.code, percent_complete: percent }];
  });
}

export function photoIds(form: InspectionForm): string[] {
  return form.photos.split(" ").filter((id) => id !== "");
}
