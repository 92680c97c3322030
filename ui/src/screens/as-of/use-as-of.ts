import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { type Input, invoke } from "../../api/client";

type PastCommand = "loan.as_of" | "loan.balances";

/**
 * What a book said at another time; nothing is asked for without an input. The answer comes with what it answers: while
 * the next one is on its way the last one stays, and must not be taken for it.
 */
export function useAsOf<N extends PastCommand>(name: N, input: Input<N> | null) {
  return useQuery({
    queryKey: [name, input] as const,
    queryFn: input === null ? skipToken : async () => ({ asked: input, answer: await invoke(name, input) }),
    placeholderData: keepPreviousData,
  });
}
