import type { EventStatus } from "./EventStatus";
import type { HandlerRun } from "./HandlerRun";

export type EventView = { position: number; event_id: string; event_type: string; event_version: number; known: boolean; aggregate_type: string; aggregate_id: string; sequence_number: number; loan_id: string | null; causation_id: string | null; correlation_id: string; occurred_at: string; effective_on: string; user_id: string; source: string; payload: Record<string, unknown>; metadata: Record<string, unknown>; status: EventStatus; error: string | null; retry_count: number; next_retry_at: string | null; needs_attention: boolean; processed_at: string | null; hash: string; previous_hash: string; handlers: Array<HandlerRun> };
