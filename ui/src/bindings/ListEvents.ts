import type { EventStatus } from "./EventStatus";

export type ListEvents = { event_type?: string | null; aggregate_type?: string | null; aggregate_id?: string | null; user?: string | null; status?: EventStatus | null; from?: string | null; to?: string | null; before_position?: number | null; limit?: number | null };
