import type { HandlerStatistics } from "./HandlerStatistics";

export type Handlers = { handlers: Array<HandlerStatistics> };
