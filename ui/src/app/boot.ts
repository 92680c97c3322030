import type { Book } from "../bindings/Book";
import { invoke } from "../api/client";
import { CallError, toCallError } from "../api/errors";
import { platform } from "../platform";

/** What the window was started with: an open book, or what kept one from opening. */
export type Boot = { book: Book | null; address: string | null; error: CallError | null };

async function openBook(): Promise<Book | null> {
  try {
    return await invoke("book.get", {});
  } catch (error) {
    if (error instanceof CallError && error.code === "no_book_open") return null;
    throw error;
  }
}

/** Asks both things at once, before anything is drawn. Never rejects: the first run shows what went wrong. */
export async function startBoot(): Promise<Boot> {
  if (platform.startsWithoutBook) return { book: null, address: null, error: null };
  const startup = platform.startupBook().catch(() => ({ address: null, error: null }));
  try {
    const [book, started] = await Promise.all([openBook(), startup]);
    const error = started.error === null ? null : toCallError(started.error);
    return { book, address: started.address, error };
  } catch (reason) {
    return { book: null, address: null, error: toCallError(reason) };
  }
}
