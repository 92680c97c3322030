import type { WireError } from "../bindings/WireError";
import { formatAmount } from "../format/amount";
import { formatDate } from "../format/date";
import { messages } from "../messages";

/** An error of a command, as an `Error` that the rest of the UI can throw and catch. */
export class CallError extends Error {
  readonly code: ErrorCodeOrUnreachable;
  readonly field: string | null;
  readonly params: Readonly<Record<string, string>>;
  readonly retryable: boolean;

  constructor(wire: Omit<WireError, "code"> & { code: ErrorCodeOrUnreachable }) {
    super(wire.message);
    this.name = "CallError";
    this.code = wire.code;
    this.field = wire.field;
    this.params = wire.params;
    this.retryable = wire.retryable;
  }
}

/** The wire's codes, and one of the UI's own: the answer never came. */
type ErrorCodeOrUnreachable = WireError["code"] | "unreachable";

function isWireError(value: unknown): value is WireError {
  return (
    typeof value === "object" &&
    value !== null &&
    "code" in value &&
    typeof value.code === "string" &&
    "message" in value &&
    typeof value.message === "string"
  );
}

/** Whatever a call was rejected with, as a `CallError`. */
export function toCallError(reason: unknown): CallError {
  if (reason instanceof CallError) return reason;
  if (isWireError(reason)) {
    return new CallError({ ...reason, field: reason.field ?? null, params: reason.params ?? {} });
  }
  const message = reason instanceof Error ? reason.message : String(reason);
  return new CallError({ code: "unreachable", message, field: null, params: {}, retryable: true });
}

/** What a person is told about an error: what happened, what to do, and the figures that Rust named. */
export type ErrorText = { title: string; advice: string; detail: string | null };

const codesWithDetail: ReadonlySet<string> = new Set([
  "invalid_input",
  "unreadable_input",
  "unknown_field",
  "missing_field",
  "unknown_command",
  "not_found",
  "transition_not_allowed",
  "loan_not_serviced",
  "overpayment",
  "still_owed",
  "loan_not_funded",
  "over_budget_line",
  "over_requested",
  "over_approval",
  "over_commitment",
  "over_fund_limit",
  "fund_entry_fixed",
  "draw_status",
  "draw_disbursed",
  "draw_not_approved",
  "waiver_missing",
  "out_of_balance",
  "no_retainage",
  "import_unreadable",
  "import_problems",
  "attachment_unreadable",
  "template_fault",
  "attachment_too_large",
  "attachment_type",
  "attachment_damaged",
  "not_permitted",
  "unknown_user",
  "book_unreachable",
  "access_denied",
  "not_secure",
  "not_a_book",
  "book_too_new",
  "book_damaged",
  "archive_missing",
  "storage",
  "internal",
  "unreachable",
]);

const texts: Readonly<Record<ErrorCodeOrUnreachable, { title: string; advice: string }>> = messages.errors;

export function errorText(error: CallError): ErrorText {
  // A newer program may send a code that this window does not know.
  const known: { title: string; advice: string } | undefined = texts[error.code];
  if (!known) return { ...messages.errorUnknown, detail: error.message };
  const detail = codesWithDetail.has(error.code) ? withLabel(error) : null;
  return { ...known, detail };
}

/** The text beside a field: Rust's words, with the field called what the form calls it. */
export function fieldErrorText(error: CallError): string {
  if (error.code === "missing_field") return messages.fields.required;
  return withLabel(error);
}

/**
 * What Rust says is wrong, with the names of files as they are, without the names of commands that it adds for a terminal, and with amounts and dates as
 * they are shown elsewhere.
 */
export function inWords(problem: string): string {
  const text = problem
    .replace(/^lines: /i, "")
    .replaceAll(/ \([a-z_]+\.[a-z_]+\)/g, "")
    .replaceAll("sent_back", "sent back")
    .replaceAll(/(?<![\w/\\-])\d{4}-\d\d-\d\d(?![\w/\\-]|\.\w)/g, formatDate)
    .replaceAll(/\b\d{4,}\.\d+\b/g, formatAmount);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function withLabel(error: CallError): string {
  const labels: Readonly<Record<string, string | undefined>> = messages.fieldLabels;
  const label = error.field === null ? undefined : labels[error.field];
  const text =
    label !== undefined && error.field !== null && error.message.startsWith(error.field)
      ? label + error.message.slice(error.field.length)
      : error.message;
  return inWords(text);
}
