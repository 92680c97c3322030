import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import {
  Outlet,
  RouterProvider,
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
} from "@tanstack/react-router";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { query, queryClient } from "../api/queries";
import { WorkspaceContext } from "../app/book-context";
import type { Book } from "../bindings/Book";
import type { Document } from "../bindings/Document";
import type { DocumentKind } from "../bindings/DocumentKind";
import type { EventView } from "../bindings/EventView";
import type { Loan } from "../bindings/Loan";
import type { Template } from "../bindings/Template";
import { messages } from "../messages";
import { platform } from "../platform";
import DocumentScreen from "../screens/document/DocumentScreen";
import DocumentsScreen from "../screens/documents/DocumentsScreen";
import LoanDocumentsTab from "../screens/loan/documents/DocumentsTab";
import HistoryTab from "../screens/loan/HistoryTab";
import { LoanContext } from "../screens/loan/loan-context";
import SettingsDocumentsTab from "../screens/settings/documents/DocumentsTab";
import TemplateScreen from "../screens/template/TemplateScreen";
import { book } from "./book";
import { type Answers, constructionLoan } from "./construction";
import { renderInTheme } from "./render";

const madeAt = "2026-11-23T10:00:00Z";

/** A loan of 100,000.00 that was funded, and whose documents are there. */
export const fundedLoan: Loan = {
  ...constructionLoan,
  number: "L-00001",
  is_construction: false,
  funded_on: "2025-01-15",
};

export const documentOf = (kind: DocumentKind, part: Partial<Document> = {}): Document => ({
  document_id: kind,
  kind,
  loan_id: "l",
  draw_id: null,
  fund_id: null,
  investor_id: null,
  title: messages.documents.kinds[kind],
  file_name: `L-00001 ${messages.documents.kinds[kind]} 2025-01-15.pdf`,
  dated_on: "2025-01-15",
  made_from_position: 12,
  template_sha256: "t".repeat(64),
  data_sha256: "d".repeat(64),
  sha256: `${kind.slice(0, 2)}56789abcdef`.padEnd(64, "0"),
  size_bytes: 25_800,
  generated_by: "Ada",
  generated_at: madeAt,
  ...part,
});

/** A page, as Rust draws it. */
export const svgPage = (words: string) =>
  `<svg viewBox="0 0 612 792" width="612pt" height="792pt" xmlns="http://www.w3.org/2000/svg"><text>${words}</text></svg>`;

export const templateOf = (kind: DocumentKind, part: Partial<Template> = {}): Template => ({
  kind,
  title: messages.documents.kinds[kind],
  source: "#show: letter\nDear borrower",
  built_in: "#show: letter\nDear borrower",
  changed_by: null,
  changed_at: null,
  ...part,
});

export const eventOf = (part: Partial<EventView>): EventView => ({
  position: 9,
  event_id: "e9",
  event_type: "Loan.Funded",
  event_version: 1,
  known: true,
  aggregate_type: "loan",
  aggregate_id: "l",
  sequence_number: 8,
  loan_id: "l",
  causation_id: null,
  correlation_id: "e9",
  occurred_at: madeAt,
  effective_on: "2025-01-15",
  user_id: "Ada",
  source: "test",
  payload: {},
  metadata: {},
  status: "processed",
  error: null,
  retry_count: 0,
  next_retry_at: null,
  needs_attention: false,
  processed_at: madeAt,
  hash: "h",
  previous_hash: "g",
  handlers: [],
  ...part,
});

/** The tabs of a loan, as the loan's page shows them. */
function OfLoan() {
  const loan = useQuery(query("loan.get", { loan_id: "l" })).data;
  return loan ? (
    <LoanContext value={loan}>
      <Outlet />
    </LoanContext>
  ) : null;
}

function routeTree() {
  const root = createRootRoute({ component: Outlet });
  const loan = createRoute({ getParentRoute: () => root, path: "/loans/$loanId", component: OfLoan });
  const ofLoan = (path: string, component: () => ReactNode) =>
    createRoute({ getParentRoute: () => loan, path, component });
  const at = (path: string, component: () => ReactNode) =>
    createRoute({ getParentRoute: () => root, path, component });
  return root.addChildren([
    loan.addChildren([ofLoan("/documents", LoanDocumentsTab), ofLoan("/history", HistoryTab)]),
    at("/documents", DocumentsScreen),
    at("/documents/$documentId", DocumentScreen),
    at("/templates/$kind", TemplateScreen),
    at("/settings/documents", SettingsDocumentsTab),
  ]);
}

type Start = { answers?: Answers; opened?: Book };

/** The screens of documents over a program that answers as told; what it was asked is noted in turn. */
export function startDocuments(path: string, { answers = {}, opened = book }: Start = {}) {
  const asked: Array<[string, unknown]> = [];
  const all: Answers = { "book.get": () => opened, "loan.get": () => fundedLoan, ...answers };
  queryClient.clear();
  // The router scrolls to the top of what it shows, which jsdom cannot.
  vi.spyOn(window, "scrollTo").mockImplementation(() => undefined);
  vi.spyOn(platform, "call").mockImplementation(async (name, input) => {
    asked.push([name, input]);
    const answer = all[name];
    if (!answer) throw new Error(`${name} was not expected`);
    return answer(input as never);
  });
  const router = createRouter({
    routeTree: routeTree(),
    history: createMemoryHistory({ initialEntries: [path] }),
  });
  const { unmount } = renderInTheme(
    <QueryClientProvider client={queryClient}>
      <WorkspaceContext value={{ opened, onClosed: () => undefined }}>
        <RouterProvider router={router as never} />
      </WorkspaceContext>
    </QueryClientProvider>,
  );
  return {
    unmount,
    inputsOf: (name: string) => asked.filter(([each]) => each === name).map(([, input]) => input),
    place: () => router.state.location.href,
  };
}
