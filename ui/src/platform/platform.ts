import type { WireError } from "../bindings/WireError";

/** How far a long command has come, in units of its own. */
export type Progress = { command_id: string; done: number; total: number };

/** What others did to the shared book that is open, or whether its server answers. */
export type BookNotice = { kind: "changed" | "offline" | "online" };

/** What is dragged over the window from outside, and what is dropped on it. */
export type FileDrag = { kind: "over" | "left" } | { kind: "dropped"; paths: readonly string[] };

/** The book that the application was started with, and what kept it from opening. */
export type StartupBook = { address: string | null; error: WireError | null };

/** Everything the UI asks of what runs it: the desktop shell, or the development host in a browser. */
export interface Platform {
  /** Runs one command of the table; rejects with a `WireError`. */
  call(name: string, input: unknown, commandId: string | null): Promise<unknown>;
  /** Asks a running command to stop. */
  cancel(commandId: string): Promise<void>;
  /** Hears the progress of long commands until the returned function is called. */
  onProgress(listener: (progress: Progress) => void): Promise<() => void>;
  /** Hears what happens to the open book outside of this window until the returned function is called. */
  onBookNotice(listener: (notice: BookNotice) => void): Promise<() => void>;
  /** Hears of files that are dragged over the window until the returned function is called. */
  onFileDrag(listener: (drag: FileDrag) => void): Promise<() => void>;
  /** Whether it is known without asking that the window starts without a book: its first screen need not wait. */
  readonly startsWithoutBook: boolean;
  startupBook(): Promise<StartupBook>;
  /** Whether files can be picked by the system's own dialogs. */
  readonly hasFileDialogs: boolean;
  chooseBookToOpen(): Promise<string | null>;
  chooseCertificate(): Promise<string | null>;
  chooseNewBook(suggestion: string): Promise<string | null>;
  chooseHead(): Promise<string | null>;
  chooseNewHead(suggestion: string): Promise<string | null>;
  /** Files that are to be attached; none where the user thinks better of it. */
  chooseFilesToAttach(): Promise<readonly string[]>;
  /** A table to import, CSV or XLSX. */
  chooseFileToImport(): Promise<string | null>;
  /** A file of events, from which a book is made. */
  chooseEventsFile(): Promise<string | null>;
  /** A picture for the letterhead. */
  chooseLogo(): Promise<string | null>;
  chooseNewFile(suggestion: string): Promise<string | null>;
  chooseFolder(start: string): Promise<string | null>;
}
