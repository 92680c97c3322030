export type RebuiltTable = { table: string; rows: number };
