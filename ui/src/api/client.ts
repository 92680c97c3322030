import type { Commands } from "../bindings/commands";
import { platform } from "../platform";
import { listenForAnswer } from "./connection";
import { toCallError } from "./errors";

export type CommandName = keyof Commands;
export type Input<N extends CommandName> = Commands[N]["input"];
export type Output<N extends CommandName> = Commands[N]["output"];

/** Commands that are answered without reading a book: nothing done to it changes what they say. */
export const withoutBook: ReadonlySet<string> = new Set<CommandName>([
  "book.close",
  "book.recent",
  "currency.list",
  "days",
  "schedule.preview",
]);

/** Runs a command; a write names itself by `commandId`, so that sending it again has one effect. */
export async function invoke<N extends CommandName>(
  name: N,
  input: Input<N>,
  commandId: string | null = null,
): Promise<Output<N>> {
  const hear = listenForAnswer();
  try {
    const output = (await platform.call(name, input, commandId)) as Output<N>;
    if (!withoutBook.has(name)) hear(true);
    return output;
  } catch (reason) {
    const error = toCallError(reason);
    if (error.code === "book_unreachable") hear(false);
    throw error;
  }
}

/** A new id for one action of the user. */
export function newCommandId(): string {
  return crypto.randomUUID();
}
