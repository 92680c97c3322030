import { Button } from "@mantine/core";
import { CommandButton } from "../../components/CommandButton";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { invoke } from "../../api/client";
import { toCallError } from "../../api/errors";
import { useWrite } from "../../api/write";
import { useBook } from "../../app/book-context";
import { ErrorNote } from "../../components/ErrorNote";
import { Screen } from "../../components/Screen";
import { ExportButton } from "../../components/export/ExportButton";
import { messages } from "../../messages";
import { EventBrowser } from "./EventBrowser";
import classes from "./EventBrowser.module.css";
import { type EventFilter, EventFilters, filterInput, noFilter } from "./EventFilters";
import { Outcomes } from "./Outcomes";

const text = messages.events;
const PAGE = 200;

/** Everything that happened in the book, newest first. */
export default function EventsScreen() {
  const { failed = false } = useSearch({ from: "/events" });
  const { failed_events: failedEvents, user } = useBook();
  const [filter, setFilter] = useState<EventFilter>(failed ? { ...noFilter, status: "failed" } : noFilter);
  const input = filterInput(filter);
  const { user: who = null, ...shown } = input;
  const answer = useInfiniteQuery({
    queryKey: ["event.list", input],
    queryFn: ({ pageParam }) => invoke("event.list", { ...input, before_position: pageParam, limit: PAGE }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next_before_position,
    placeholderData: keepPreviousData,
  });
  const retry = useWrite("event.retry");
  const pages = answer.data?.pages;
  const events = useMemo(() => (pages ?? []).flatMap((page) => page.events), [pages]);
  const users = useMemo(
    () =>
      [...new Set([user, filter.user, ...events.map((event) => event.user_id)])]
        .filter((name) => name !== "")
        .toSorted(),
    [events, user, filter.user],
  );

  return (
    <Screen
      title={text.title}
      aside={<span className={classes.muted}>{text.lead}</span>}
      actions={
        <>
          <ExportButton kinds={["events"]} filters={{ ...shown, who }} />
          {failedEvents > 0 ? (
            <CommandButton
              command="event.retry"
              variant="default"
              loading={retry.isPending}
              onClick={() => retry.mutate({})}
            >
              {text.retryAll}
            </CommandButton>
          ) : null}
        </>
      }
      below={
        <EventFilters
          filter={filter}
          onChange={setFilter}
          types={pages?.[0]?.event_types ?? []}
          users={users}
        />
      }
      fill
    >
      {answer.error ? (
        <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
      ) : null}
      {retry.error ? <ErrorNote error={retry.error} /> : null}
      {retry.data ? <Outcomes title={text.results.retry} outcomes={retry.data.outcomes} /> : null}
      {pages ? (
        <EventBrowser
          key={JSON.stringify(input)}
          events={events}
          order="newest"
          showFailedFirst={filter.status === "failed"}
          foot={
            answer.hasNextPage ? (
              <Button
                variant="default"
                loading={answer.isFetchingNextPage}
                onClick={() => void answer.fetchNextPage()}
              >
                {text.more}
              </Button>
            ) : null
          }
        />
      ) : null}
    </Screen>
  );
}
