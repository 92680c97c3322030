export type VerifiedTable = { table: string; rows: number; differences: number };
