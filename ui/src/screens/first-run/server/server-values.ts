import type { CallError } from "../../../api/errors";
import {
  type SharedPlace,
  readSharedAddress,
  sharedAddress,
  usualPort,
} from "../../../format/shared-address";
import { messages } from "../../../messages";

const text = messages.server.errors;

/** What the form of a shared book holds. The password stays in the form. */
export type ServerValues = SharedPlace & { password: string };

/** What is wrong with a field: the words beside it, or a mark where the words stand beside another one. */
type ServerErrors = Partial<Record<keyof ServerValues, string | true>>;

export function serverValues(startAddress: string): ServerValues {
  const place = readSharedAddress(startAddress) ?? {
    host: "",
    port: usualPort,
    database: "",
    user: "",
    encryption: "verify-full",
    certificate: "",
    book: "",
  };
  return { ...place, password: "" };
}

/**
 * The address of what was typed. Where nothing but the password was typed it is the one that the form started with, to
 * the letter: it may say more than the form shows.
 */
export function addressOf(values: ServerValues, startAddress: string): string {
  const typed = sharedAddress(values);
  const started = readSharedAddress(startAddress);
  return started && sharedAddress(started) === typed ? startAddress : typed;
}

/** What can be seen to be wrong before the server is asked. */
export function typedErrors(values: ServerValues): ServerErrors {
  const errors: ServerErrors = {};
  for (const field of ["host", "database", "user"] as const) {
    if (values[field].trim() === "") errors[field] = messages.fields.required;
  }
  if (!isPort(values.port.trim())) errors.port = text.port;
  // The name becomes part of the database's own names; the server takes no other letters.
  if (!/^[a-z0-9_]{0,40}$/.test(values.book.trim())) errors.book = text.book;
  return errors;
}

function isPort(typed: string): boolean {
  return typed === "" || (/^\d{1,5}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= 65_535);
}

/** The server's refusal beside the fields that it is about; nothing where it is about none. */
export function refusedErrors(error: CallError, making: boolean): ServerErrors {
  const reason = reasonOf(error);
  if (error.code === "book_unreachable") return { host: text.book_unreachable(reason) };
  if (error.code === "access_denied") return { user: true, password: text.access_denied(reason) };
  if (error.code === "not_secure") return { encryption: text.not_secure(reason) };
  if (error.code === "book_missing") return { database: making ? text.noDatabase : text.book_missing };
  if (error.code === "not_a_book") return { database: text.not_a_book };
  if (error.code !== "invalid_input" || error.field !== "address") return {};
  return error.message.includes("sslrootcert")
    ? { certificate: text.certificate(reason) }
    : { host: text.address(reason) };
}

/** The reason alone: before it the message says where, and what these fields say already. */
function reasonOf(error: CallError): string {
  const end = error.message.indexOf(": ");
  return end === -1 ? error.message : error.message.slice(end + 2);
}
