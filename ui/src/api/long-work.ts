import { useRef, useState } from "react";
import { platform } from "../platform";
import { type CommandName, type Input, type Output, invoke, newCommandId } from "./client";
import { type CallError, toCallError } from "./errors";
import { refreshAll } from "./queries";

export type LongWork<N extends CommandName> = {
  running: boolean;
  /** How far it has come; null until the first report. */
  progress: { done: number; total: number } | null;
  result: Output<N> | null;
  error: CallError | null;
  start: (input: Input<N>) => Promise<void>;
  cancel: () => void;
  /** Forgets how the last run ended. */
  reset: () => void;
};

type Options<N extends CommandName> = {
  onSuccess?: (output: Output<N>, input: Input<N>) => void;
  onError?: (error: CallError) => void;
};

const idle = { running: false, progress: null, result: null, error: null } as const;

/** A command that takes a while: it reports how far it has come, and can be cancelled. */
export function useLongWork<N extends CommandName>(name: N, options: Options<N> = {}): LongWork<N> {
  const commandId = useRef<string | null>(null);
  const [state, setState] = useState<Pick<LongWork<N>, "running" | "progress" | "result" | "error">>(idle);

  const start = async (input: Input<N>) => {
    const id = newCommandId();
    commandId.current = id;
    setState({ ...idle, running: true });
    const stopListening = await platform.onProgress(({ command_id, done, total }) => {
      if (command_id === id) setState((before) => ({ ...before, progress: { done, total } }));
    });
    try {
      const result = await invoke(name, input, id);
      setState({ ...idle, result });
      options.onSuccess?.(result, input);
    } catch (reason) {
      const error = toCallError(reason);
      setState({ ...idle, error });
      options.onError?.(error);
    } finally {
      stopListening();
      commandId.current = null;
      void refreshAll();
    }
  };
  const cancel = () => {
    if (commandId.current !== null) void platform.cancel(commandId.current);
  };
  return { ...state, start, cancel, reset: () => setState(idle) };
}
