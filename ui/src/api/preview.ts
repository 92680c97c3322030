import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { type CommandName, type Input, type Output, invoke } from "./client";
import { type CallError, toCallError } from "./errors";

type Preview<N extends CommandName> = { data: Output<N> | null; stale: boolean; error: CallError | null };

type Options = {
  /** A pause in typing after which the command is asked. */
  pause?: number;
  /** Answers are large: those of input that is no longer typed are not kept. */
  isLarge?: boolean;
};

/** What a command says of input while it is typed; the last answer stays until the next has come. */
export function usePreview<N extends CommandName>(
  name: N,
  input: Input<N> | null,
  { pause = 90, isLarge = false }: Options = {},
): Preview<N> {
  const text = JSON.stringify(input);
  const [settled] = useDebouncedValue(text, pause);
  const asked = JSON.parse(settled) as Input<N> | null;
  const answer = useQuery({
    queryKey: [name, settled],
    queryFn: asked === null ? skipToken : () => invoke(name, asked),
    placeholderData: keepPreviousData,
    ...(isLarge ? { gcTime: 0 } : {}),
  });
  return {
    data: asked === null ? null : (answer.data ?? null),
    stale: answer.isPlaceholderData || text !== settled,
    error: asked === null || answer.error === null ? null : toCallError(answer.error),
  };
}
