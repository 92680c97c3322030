export type GetHistory = { aggregate_id: string; include_loan?: boolean };
