import type { ReplayOutcome } from "./ReplayOutcome";

export type RetryReport = { outcomes: Array<ReplayOutcome> };
