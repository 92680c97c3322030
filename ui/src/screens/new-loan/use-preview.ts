import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { invoke } from "../../api/client";
import type { CallError } from "../../api/errors";
import type { ScheduleInput } from "../../bindings/ScheduleInput";
import type { SchedulePreview } from "../../bindings/SchedulePreview";

type Preview = { data: SchedulePreview | null; stale: boolean; error: CallError | null };

/** The schedule of terms while they are typed; the last one stays until the next has come. */
export function usePreview(input: ScheduleInput | null): Preview {
  const text = JSON.stringify(input);
  const [settled] = useDebouncedValue(text, 90);
  const asked = JSON.parse(settled) as ScheduleInput | null;
  const answer = useQuery({
    queryKey: ["schedule.preview", settled],
    queryFn: asked === null ? skipToken : () => invoke("schedule.preview", asked),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  return {
    data: asked === null ? null : (answer.data ?? null),
    stale: answer.isPlaceholderData || text !== settled,
    error: asked === null ? null : (answer.error as CallError | null),
  };
}
