import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { invoke } from "../../../../api/client";
import { type CallError, toCallError } from "../../../../api/errors";
import type { ArchivePreview } from "../../../../bindings/ArchivePreview";

/** Of which day a plan is asked for: that of a year ago where nothing was typed, none while it cannot be read. */
export type PlanDay = { kind: "usual" } | { kind: "day"; day: string } | { kind: "none" };

type Plan = {
  data: ArchivePreview | null;
  /** Whether the plan is that of another day than the one that is typed now. */
  stale: boolean;
  error: CallError | null;
  retry: () => void;
};

/** What archiving would do, while its day is typed; the last plan stays until the next has come. */
export function useArchivePlan(asked: PlanDay): Plan {
  const key = asked.kind === "day" ? asked.day : asked.kind;
  const [settled] = useDebouncedValue(key, 90);
  const answer = useQuery({
    queryKey: ["archive.preview", settled],
    queryFn:
      settled === "none"
        ? skipToken
        : () => invoke("archive.preview", { before: settled === "usual" ? null : settled }),
    placeholderData: keepPreviousData,
  });
  const error = settled === key && answer.error ? toCallError(answer.error) : null;
  return {
    data: answer.data ?? null,
    stale: answer.isPlaceholderData || settled !== key || error !== null || key === "none",
    error,
    retry: () => void answer.refetch(),
  };
}
