import { describe, expect, it } from "vitest";
import { type CallError, toCallError } from "../../../api/errors";
import type { WireError } from "../../../bindings/WireError";
import { messages } from "../../../messages";
import { addressOf, refusedErrors, serverValues, typedErrors } from "./server-values";

const text = messages.server.errors;

function refusal(code: WireError["code"], message: string, field: string | null = null): CallError {
  return toCallError({ code, message, field, params: {}, retryable: false });
}

describe("addressOf", () => {
  const start = "postgres://ada@db/lending?sslmode=require&application=x";

  it("keeps the address that the form started with, to the letter", () => {
    expect(addressOf({ ...serverValues(start), password: "secret" }, start)).toBe(start);
  });

  it("writes a new one when a part was changed, and no password", () => {
    const address = addressOf({ ...serverValues(start), user: "bea", password: "secret" }, start);
    expect(address).toBe("postgres://bea@db:5432/lending?sslmode=verify-full");
  });
});

describe("typedErrors", () => {
  const good = serverValues("postgres://ada@db/lending?book=cedar_2");

  it("asks for what is missing", () => {
    expect(typedErrors({ ...serverValues(""), user: " " })).toEqual({
      host: messages.fields.required,
      database: messages.fields.required,
      user: messages.fields.required,
    });
  });

  it("takes what can be right", () => {
    expect(typedErrors(good)).toEqual({});
    expect(typedErrors({ ...good, port: "", book: "" })).toEqual({});
  });

  it.each(["0", "65536", "54 32", "-1", "1e3", "port"])("knows that %s is no port", (port) => {
    expect(typedErrors({ ...good, port })).toEqual({ port: text.port });
  });

  it.each(["Cedar", "ce dar", "cedar;", "a".repeat(41)])("knows that %s names no book", (book) => {
    expect(typedErrors({ ...good, book })).toEqual({ book: text.book });
  });
});

describe("refusedErrors", () => {
  const where = "postgres://ada@db:5432/lending?sslmode=verify-full";

  it.each([
    [
      refusal("book_unreachable", `the server at ${where} does not answer: connection refused: os error 111`),
      { host: text.book_unreachable("connection refused: os error 111") },
    ],
    [
      refusal("access_denied", `the server at ${where} refuses the user or the password: no such role`),
      { user: true, password: text.access_denied("no such role") },
    ],
    [
      refusal("not_secure", `the connection to ${where} is not safe: unknown issuer`),
      { encryption: text.not_secure("unknown issuer") },
    ],
    [refusal("book_missing", `there is no book at ${where}`), { database: text.book_missing }],
    [refusal("not_a_book", `${where} is not a LendingOS book`), { database: text.not_a_book }],
    [
      refusal("invalid_input", "address must name a shared book: invalid port", "address"),
      { host: text.address("invalid port") },
    ],
    [
      refusal(
        "invalid_input",
        "address names by sslrootcert a file, /ca.pem, that cannot be read: gone",
        "address",
      ),
      { certificate: text.certificate("gone") },
    ],
    [refusal("invalid_input", "organization is too long", "organization"), {}],
    [refusal("book_too_new", "from a newer release"), {}],
    [refusal("book_unfinished", "never finished"), {}],
  ])("puts %o beside its field", (error, errors) => {
    expect(refusedErrors(error, false)).toEqual(errors);
  });

  it("says that a new book needs a database that is there", () => {
    expect(refusedErrors(refusal("book_missing", "x"), true)).toEqual({ database: text.noDatabase });
  });
});
