import type { DocumentKind } from "../../bindings/DocumentKind";
import { messages } from "../../messages";

/** What can be asked for of a loan, by what it takes. */
export const kindsOf = {
  asked: ["payoff_letter", "borrower_statement", "interest_statement"],
  funding: ["promissory_note", "amortization_schedule", "closing_statement"],
  draws: ["draw_approval_letter", "draw_disbursement_letter"],
} as const satisfies Record<string, readonly DocumentKind[]>;

export type FundingKind = (typeof kindsOf.funding)[number];
export type DrawLetterKind = (typeof kindsOf.draws)[number];
export type LoanDocumentKind = (typeof kindsOf)[keyof typeof kindsOf][number];

/** Whether it follows from a loan alone, so that its template can be looked at with a loan's own facts. */
export function followsFromLoan(kind: DocumentKind): kind is FundingKind | "payoff_letter" {
  return kind === "payoff_letter" || kindsOf.funding.some((each) => each === kind);
}

/** Whether a word is a kind of documents. */
export function isDocumentKind(word: string): word is DocumentKind {
  return Object.hasOwn(messages.documents.kinds, word);
}
