import type { Commands } from "../bindings/commands";
import { platform } from "../platform";
import { toCallError } from "./errors";

export type CommandName = keyof Commands;
export type Input<N extends CommandName> = Commands[N]["input"];
export type Output<N extends CommandName> = Commands[N]["output"];

/** Runs a command; a write names itself by `commandId`, so that sending it again has one effect. */
export async function invoke<N extends CommandName>(
  name: N,
  input: Input<N>,
  commandId: string | null = null,
): Promise<Output<N>> {
  try {
    return (await platform.call(name, input, commandId)) as Output<N>;
  } catch (reason) {
    throw toCallError(reason);
  }
}

/** A new id for one action of the user. */
export function newCommandId(): string {
  return crypto.randomUUID();
}
