import { QueryClientProvider } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { vi } from "vitest";
import { queryClient } from "../api/queries";
import { WorkspaceContext } from "../app/book-context";
import type { Book } from "../bindings/Book";
import type { BookStatistics } from "../bindings/BookStatistics";
import type { WireError } from "../bindings/WireError";
import { platform } from "../platform";
import IntegrityTab from "../screens/settings/integrity/IntegrityTab";
import { book } from "./book";
import { renderInTheme } from "./render";

export const statistics: BookStatistics = {
  tables: [
    { table: "loans", rows: 7, bytes: 4_096 },
    { table: "domain_events", rows: 12_345, bytes: 5_600_000 },
  ],
  total_bytes: 5_604_096,
  events: 12_345,
  months: [
    { month: "2026-10", events: 2_345, bytes: 600_000 },
    { month: "2026-11", events: 10_000, bytes: 5_000_000 },
  ],
  event_limit: 2_000_000,
  byte_limit: 4_000_000_000,
  too_large: false,
  archives: [],
};

export function refusal(field: string, message: string): WireError {
  return { code: "invalid_input", message, field, params: {}, retryable: false };
}

type Answers = Record<string, (input: unknown) => Promise<unknown>>;
const asked: Array<[string, unknown]> = [];

/** The integrity tab over a program that answers as told. */
export function startIntegrity(answers: Answers = {}, opened: Book = book) {
  const usual: Answers = {
    "book.get": () => Promise.resolve(opened),
    "book.recent": () => Promise.resolve({ books: [], suggested_folder: "/books" }),
    "book.statistics": () => Promise.resolve(statistics),
    ...answers,
  };
  asked.length = 0;
  vi.spyOn(platform, "call").mockImplementation((name, input) => {
    asked.push([name, input]);
    return usual[name]?.(input) ?? Promise.reject(new Error(`${name} was not expected`));
  });
  return renderInTheme(
    <QueryClientProvider client={queryClient}>
      <WorkspaceContext value={{ opened, onClosed: () => undefined }}>
        <IntegrityTab />
      </WorkspaceContext>
    </QueryClientProvider>,
  );
}

/** What a command was asked with, in turn. */
export const inputsOf = (name: string) => asked.filter(([each]) => each === name).map(([, input]) => input);
export const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
