import { describe, expect, it } from "vitest";
import type { WireError } from "../bindings/WireError";
import { formatDate } from "../format/date";
import { messages } from "../messages";
import { CallError, errorText, fieldErrorText, inWords, toCallError } from "./errors";

function wire(error: Partial<WireError>): WireError {
  return { code: "internal", message: "x", field: null, params: {}, retryable: false, ...error };
}

describe("toCallError", () => {
  it("keeps what the wire said", () => {
    const error = toCallError(
      wire({ code: "book_busy", message: "busy", retryable: true, params: { by: "cli" } }),
    );
    expect(error).toBeInstanceOf(CallError);
    expect(error).toMatchObject({
      code: "book_busy",
      message: "busy",
      retryable: true,
      params: { by: "cli" },
    });
  });

  it("takes anything else for an answer that never came, which may be asked for again", () => {
    expect(toCallError(new TypeError("Failed to fetch"))).toMatchObject({
      code: "unreachable",
      retryable: true,
    });
    expect(toCallError("gone")).toMatchObject({ code: "unreachable", message: "gone" });
    expect(toCallError(null)).toMatchObject({ code: "unreachable" });
  });
});

describe("errorText", () => {
  it("speaks by code", () => {
    const text = errorText(toCallError(wire({ code: "book_busy", message: "database is locked" })));
    expect(text).toEqual({ ...messages.errors.book_busy, detail: null });
  });

  it("adds what only Rust knows", () => {
    const text = errorText(
      toCallError(wire({ code: "transition_not_allowed", message: "draft does not lead to funded" })),
    );
    expect(text.detail).toBe("Draft does not lead to funded");
  });

  it.each(["book_unreachable", "access_denied", "not_secure"] as const)(
    "says of %s what the server or the network said",
    (code) => {
      const text = errorText(toCallError(wire({ code, message: "the server said no" })));
      expect(text).toEqual({ ...messages.errors[code], detail: "The server said no" });
    },
  );

  it("names the file of an archive that is missing", () => {
    const message = "the archive /safe/a.jsonl.gz cannot be opened: gone; put it back where it was";
    expect(errorText(toCallError(wire({ code: "archive_missing", message })))).toEqual({
      ...messages.errors.archive_missing,
      detail: "The archive /safe/a.jsonl.gz cannot be opened: gone; put it back where it was",
    });
  });

  it("says what to do with a book that was never finished", () => {
    expect(errorText(toCallError(wire({ code: "book_unfinished" })))).toEqual({
      title: "This book was never finished",
      advice: "Making or copying it stopped half-way. Remove it and start again.",
      detail: null,
    });
  });

  it("has words for a code from a newer program", () => {
    const error = toCallError({ ...wire({ message: "new" }), code: "from_the_future" });
    expect(errorText(error)).toMatchObject({ ...messages.errorUnknown, detail: "new" });
  });
});

describe("fieldErrorText", () => {
  it("calls the field what the form calls it", () => {
    const error = toCallError(
      wire({
        code: "invalid_input",
        field: "annual_rate_percent",
        message: "annual_rate_percent must not be negative",
      }),
    );
    expect(fieldErrorText(error)).toBe("Annual rate must not be negative");
  });

  it("leaves other words as they are", () => {
    const error = toCallError(
      wire({ code: "invalid_input", field: "principal", message: "must be positive" }),
    );
    expect(fieldErrorText(error)).toBe("Must be positive");
  });

  it("asks for what is missing", () => {
    expect(fieldErrorText(toCallError(wire({ code: "missing_field", field: "name" })))).toBe(
      messages.fields.required,
    );
  });
});

describe("dates in what Rust says", () => {
  it("are written as they are everywhere in the window", () => {
    const error = new CallError(
      wire({
        code: "invalid_input",
        message: "effective_on must be at the latest on 2025-03-15",
        field: "effective_on",
      }),
    );
    expect(fieldErrorText(error)).toBe(`Date must be at the latest on ${formatDate("2025-03-15")}`);
  });
});

describe("inWords", () => {
  it("shows amounts and dates as they are shown elsewhere", () => {
    expect(inWords("lines: 26000.00 is more than the 950.00 of 2026-11-25")).toBe(
      `26,000.00 is more than the 950.00 of ${formatDate("2026-11-25")}`,
    );
  });

  it("leaves the names of files as they are", () => {
    const path = "/books/Cedar-events-2026-11-26.ndjson and 2026-11-26.csv";
    expect(inWords(`there is no ${path}`)).toBe(`There is no ${path}`);
    expect(inWords("it ended on 2026-11-26.")).toBe(`It ended on ${formatDate("2026-11-26")}.`);
  });

  it("leaves out the names of commands", () => {
    expect(inWords("the draw is sent_back; request it (draw.request)")).toBe(
      "The draw is sent back; request it",
    );
  });
});
