export type ScheduleTotals = { payment: string; interest: string; principal: string };
