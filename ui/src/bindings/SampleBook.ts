export type SampleBook = { address: string | null };
