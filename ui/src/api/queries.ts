import { QueryClient, queryOptions } from "@tanstack/react-query";
import { type CommandName, type Input, invoke, withoutBook } from "./client";
import { CallError } from "./errors";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The data is on this machine: the state of the network says nothing about it.
      networkMode: "always",
      staleTime: 5_000,
      retry: (failures, error) => error instanceof CallError && error.retryable && failures < 3,
      retryDelay: (attempt) => 150 * 2 ** attempt,
    },
    mutations: { networkMode: "always" },
  },
});

/** One command as a query; its key is its name and input. */
export function query<N extends CommandName>(name: N, input: Input<N>) {
  return queryOptions({ queryKey: [name, input] as const, queryFn: () => invoke(name, input) });
}

/** After a write, of this window or of another: whatever is on screen is read again. */
export function refreshAll(): Promise<void> {
  return queryClient.invalidateQueries({
    predicate: (entry) => !withoutBook.has(String(entry.queryKey[0])),
  });
}
