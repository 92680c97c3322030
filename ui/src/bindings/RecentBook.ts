export type RecentBook = { address: string; organization: string; opened_at: string };
