import type { ImportProblem } from "../../bindings/ImportProblem";
import { messages } from "../../messages";

const text = messages.imports;

/** A reason without the name that the program has for the field, which begins it: the column stands beside it. */
export function reasonText(problem: ImportProblem): string {
  const labels: Readonly<Record<string, string | undefined>> = text.fields;
  const name = problem.reason.split(" ", 1)[0] ?? "";
  const label = labels[name];
  const words = label === undefined ? problem.reason : `${label}${problem.reason.slice(name.length)}`;
  // What stands in quotes is the file's own.
  const replaced = words.replaceAll(/"[^"]*"|\b[a-z]+(?:_[a-z]+)+\b/g, (word) =>
    word.startsWith('"') ? word : (labels[word] ?? word.replaceAll("_", " ")),
  );
  return replaced.charAt(0).toUpperCase() + replaced.slice(1);
}

function cell(value: string | number | null): string {
  const written = String(value ?? "");
  // A spreadsheet would take what begins like this for a formula.
  const safe = /^[=+\-@\t\r]/.test(written) ? `'${written}` : written;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The problems for a spreadsheet, to be mended beside the file. */
export function problemsAsCsv(problems: readonly ImportProblem[]): string {
  const head = [text.row, text.column, text.value, text.reason];
  const rows = problems.map((problem) => [problem.row, problem.column, problem.value, reasonText(problem)]);
  return [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}
