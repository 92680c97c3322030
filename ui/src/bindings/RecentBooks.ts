import type { RecentBook } from "./RecentBook";

export type RecentBooks = { books: Array<RecentBook>; suggested_folder: string };
