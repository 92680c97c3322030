export type Damage = { position: number | null; table: string | null; kind: string; detail: string };
