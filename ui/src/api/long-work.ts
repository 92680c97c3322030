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
};

/** A command that takes a while: it reports how far it has come, and can be cancelled. */
export function useLongWork<N extends CommandName>(name: N): LongWork<N> {
  const commandId = useRef<string | null>(null);
  const [state, setState] = useState<Pick<LongWork<N>, "running" | "progress" | "result" | "error">>({
    running: false,
    progress: null,
    result: null,
    error: null,
  });

  const start = async (input: Input<N>) => {
    const id = newCommandId();
    commandId.current = id;
    setState({ running: true, progress: null, result: null, error: null });
    const stopListening = await platform.onProgress(({ command_id, done, total }) => {
      if (command_id === id) setState((before) => ({ ...before, progress: { done, total } }));
    });
    try {
      const result = await invoke(name, input, id);
      setState({ running: false, progress: null, result, error: null });
    } catch (reason) {
      setState({ running: false, progress: null, result: null, error: toCallError(reason) });
    } finally {
      stopListening();
      commandId.current = null;
      void refreshAll();
    }
  };
  const cancel = () => {
    if (commandId.current !== null) void platform.cancel(commandId.current);
  };
  return { ...state, start, cancel };
}
