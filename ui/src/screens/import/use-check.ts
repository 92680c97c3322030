import { useRef, useState } from "react";
import { invoke, type Input, newCommandId, type Output } from "../../api/client";
import { type CallError, toCallError } from "../../api/errors";
import { platform } from "../../platform";

export type Check = Output<"import.check">;
export type CheckInput = Input<"import.check">;

type State = { running: boolean; checked: Check | null; of: CheckInput | null; error: CallError | null };

const nothing: State = { running: false, checked: null, of: null, error: null };

/**
 * Looks a file through. A newer look takes the place of one that still runs; what was found stays on the screen until
 * then.
 */
export function useCheck() {
  const latest = useRef<string | null>(null);
  const [state, setState] = useState<State>(nothing);

  const check = async (input: CheckInput): Promise<Check | null> => {
    if (latest.current !== null) void platform.cancel(latest.current);
    const id = newCommandId();
    latest.current = id;
    setState((before) => ({ ...before, running: true, error: null }));
    try {
      const checked = await invoke("import.check", input, id);
      if (latest.current !== id) return null;
      setState({ running: false, checked, of: input, error: null });
      return checked;
    } catch (reason) {
      if (latest.current === id) {
        setState((before) => ({ ...before, running: false, error: toCallError(reason) }));
      }
      return null;
    } finally {
      if (latest.current === id) latest.current = null;
    }
  };
  const forget = () => {
    if (latest.current !== null) void platform.cancel(latest.current);
    latest.current = null;
    setState(nothing);
  };
  return { ...state, check, forget };
}
