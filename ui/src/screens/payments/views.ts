import { searchFor } from "../../components/grid/search";

export const viewNames = ["due", "late", "received"] as const;
export type PaymentView = (typeof viewNames)[number];

type Row = {
  loan_number: string;
  borrower_name: string;
  amount?: string;
  payment?: string;
  unpaid?: string;
  reference?: string | null;
};

/** The payments of which the loan, the name, an amount or the reference holds every word of the search. */
export function matching<R extends Row>(rows: readonly R[], search: string): readonly R[] {
  const found = searchFor(search);
  return rows.filter(({ loan_number, borrower_name, amount, payment, unpaid, reference }) =>
    found([loan_number, borrower_name, amount, payment, unpaid, reference].join(" ")),
  );
}
