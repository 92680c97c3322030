export type ReplayEvents = { aggregate_id: string; dry_run: boolean };
