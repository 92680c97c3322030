import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { notifyConflict } from "../components/notify";
import { type CommandName, type Input, type Output, invoke, newCommandId } from "./client";
import { CallError } from "./errors";
import { refreshAll } from "./queries";

/** The command ids of actions that may or may not have been carried out, by command and input. */
export type Unanswered = Map<string, string>;

type Options<N extends CommandName> = {
  onSuccess?: (output: Output<N>, input: Input<N>) => void;
  /** Kept by the caller where an action can be sent again from elsewhere, or where another one overtakes it. */
  unanswered?: Unanswered;
};

/**
 * A command that writes. An attempt that failed without a verdict keeps its command id when the same input is sent
 * again, so that an answer lost on the way does not become a second effect. A conflict is told and the data read
 * again.
 */
export function useWrite<N extends CommandName>(name: N, options: Options<N> = {}) {
  const [own] = useState<Unanswered>(() => new Map());
  const unanswered = options.unanswered ?? own;
  return useMutation<Output<N>, CallError, Input<N>>({
    mutationFn: async (input) => {
      const action = `${name} ${JSON.stringify(input)}`;
      const commandId = unanswered.get(action) ?? newCommandId();
      unanswered.set(action, commandId);
      try {
        const output = await invoke(name, input, commandId);
        unanswered.delete(action);
        return output;
      } catch (error) {
        if (isVerdict(error)) unanswered.delete(action);
        throw error;
      }
    },
    onSuccess: (output, input) => {
      options.onSuccess?.(output, input);
      void refreshAll();
    },
    onError: (error) => {
      if (error.code !== "conflict") return;
      notifyConflict();
      void refreshAll();
    },
  });
}

/** After these it is not known what became of the action, although sending it again need not help. */
const withoutVerdict: ReadonlySet<string> = new Set(["storage", "internal"]);

/** Whether the action is known to have been looked at and turned down, so that the next try is another action. */
export function isVerdict(error: unknown): boolean {
  if (!(error instanceof CallError)) return true;
  return error.code === "conflict" || !(error.retryable || withoutVerdict.has(error.code));
}
