import { useQuery } from "@tanstack/react-query";
import { query } from "../../../api/queries";

/** To measure a huge book takes a second: that is not done again for every look at it. */
const FRESH_MS = 60_000;

/** How large the book is, how it grew, and where its older events are. */
export function useStatistics() {
  return useQuery({ ...query("book.statistics", {}), staleTime: FRESH_MS });
}
