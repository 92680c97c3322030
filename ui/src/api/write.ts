import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { notifyConflict } from "../components/notify";
import { type CommandName, type Input, type Output, invoke, newCommandId } from "./client";
import { CallError } from "./errors";
import { refreshAll } from "./queries";

type Attempt = { input: string; commandId: string };

/**
 * A command that writes. An attempt that failed for a passing reason keeps its command id when the same input is
 * sent again, so that an answer lost on the way does not become a second effect. A conflict is told and the data
 * read again.
 */
export function useWrite<N extends CommandName>(
  name: N,
  options: { onSuccess?: (output: Output<N>, input: Input<N>) => void } = {},
) {
  const unanswered = useRef<Attempt | null>(null);
  return useMutation<Output<N>, CallError, Input<N>>({
    mutationFn: async (input) => {
      const attempt = attemptFor(unanswered.current, JSON.stringify(input));
      unanswered.current = attempt;
      try {
        const output = await invoke(name, input, attempt.commandId);
        unanswered.current = null;
        return output;
      } catch (error) {
        if (!(error instanceof CallError) || !error.retryable || error.code === "conflict") {
          unanswered.current = null;
        }
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

function attemptFor(last: Attempt | null, input: string): Attempt {
  return last?.input === input ? last : { input, commandId: newCommandId() };
}
