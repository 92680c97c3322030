import type { EventView } from "./EventView";

export type EventPage = { events: Array<EventView>; next_before_position: number | null; event_types: Array<string>; users: Array<string> };
