import type { EventView } from "./EventView";

export type EventHistory = { events: Array<EventView> };
