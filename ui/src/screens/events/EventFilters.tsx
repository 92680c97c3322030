import { Button, NativeSelect } from "@mantine/core";
import type { EventStatus } from "../../bindings/EventStatus";
import type { ListEvents } from "../../bindings/ListEvents";
import { DateField } from "../../fields/DateField";
import { parseDate } from "../../fields/parse-date";
import { messages } from "../../messages";
import classes from "./EventBrowser.module.css";

const text = messages.events;

/** The filter as it is shown; an empty text lets everything pass. */
export type EventFilter = { type: string; user: string; status: EventStatus | ""; from: string; to: string };

export const noFilter: EventFilter = { type: "", user: "", status: "", from: "", to: "" };

function dateOrNull(typed: string): string | null {
  const reading = parseDate(typed);
  return reading.kind === "value" ? reading.value : null;
}

export function filterInput(filter: EventFilter): ListEvents {
  return {
    event_type: filter.type === "" ? null : filter.type,
    user: filter.user === "" ? null : filter.user,
    status: filter.status === "" ? null : filter.status,
    from: dateOrNull(filter.from),
    to: dateOrNull(filter.to),
  };
}

const statuses = [
  { value: "", label: text.allStatuses },
  ...Object.entries(text.statuses).map(([value, label]) => ({ value, label })),
];

type Props = {
  filter: EventFilter;
  onChange: (filter: EventFilter) => void;
  types: readonly string[];
  users: readonly string[];
};

export function EventFilters({ filter, onChange, types, users }: Props) {
  const set = <K extends keyof EventFilter>(key: K, value: EventFilter[K]) =>
    onChange({ ...filter, [key]: value });
  const filtered = Object.values(filter).some((value) => value !== "");
  return (
    <div className={classes.filters} role="search" aria-label={text.list}>
      <NativeSelect
        label={text.type}
        data={[{ value: "", label: text.allTypes }, ...types]}
        value={filter.type}
        onChange={(event) => set("type", event.currentTarget.value)}
      />
      <NativeSelect
        label={text.status}
        data={statuses}
        value={filter.status}
        onChange={(event) => set("status", event.currentTarget.value as EventFilter["status"])}
      />
      <NativeSelect
        label={text.user}
        data={[{ value: "", label: text.allUsers }, ...users]}
        value={filter.user}
        onChange={(event) => set("user", event.currentTarget.value)}
      />
      <DateField label={text.from} value={filter.from} onChange={(from) => set("from", from)} />
      <DateField label={text.to} value={filter.to} onChange={(to) => set("to", to)} />
      {filtered ? (
        <Button variant="subtle" color="gray" onClick={() => onChange(noFilter)}>
          {text.clear}
        </Button>
      ) : null}
    </div>
  );
}
