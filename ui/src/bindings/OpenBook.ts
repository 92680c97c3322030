export type OpenBook = { address: string; passphrase: string | null };
