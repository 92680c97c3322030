import type { ReplayOutcome } from "./ReplayOutcome";

export type ReplayReport = { dry_run: boolean; outcomes: Array<ReplayOutcome> };
