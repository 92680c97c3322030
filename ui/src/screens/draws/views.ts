import type { DrawStatus } from "../../bindings/DrawStatus";
import { searchFor } from "../../components/grid/search";

export const viewNames = ["decide", "pay", "drafts", "all", "inspections"] as const;
export type DrawView = (typeof viewNames)[number];

/** The statuses that a view shows; none for all. */
export const statusesOf: Readonly<Record<Exclude<DrawView, "inspections">, readonly DrawStatus[]>> = {
  decide: ["requested", "inspected"],
  pay: ["approved"],
  drafts: ["draft", "sent_back"],
  all: [],
};

export function isDrawView(value: unknown): value is DrawView {
  return viewNames.some((name) => name === value);
}

type Row = {
  loan_number: string;
  borrower_name: string;
  contractor?: string | null;
  inspector?: string;
  requested?: string;
  approved?: string;
};

/** The rows of which the loan, a name or an amount holds every word of the search. */
export function matching<R extends Row>(rows: readonly R[], search: string): readonly R[] {
  const found = searchFor(search);
  return rows.filter((row) =>
    found(
      [row.loan_number, row.borrower_name, row.contractor, row.inspector, row.requested, row.approved].join(
        " ",
      ),
    ),
  );
}
