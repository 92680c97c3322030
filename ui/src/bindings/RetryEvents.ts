export type RetryEvents = { event_id?: string | null };
