export type Currency = { code: string; minor_digits: number };
