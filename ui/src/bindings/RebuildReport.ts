import type { RebuiltTable } from "./RebuiltTable";

export type RebuildReport = { events_applied: number; tables: Array<RebuiltTable> };
