export type CreateBook = { address: string; organization: string; currency: string; owner: string; passphrase: string | null };
