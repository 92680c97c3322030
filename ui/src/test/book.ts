import type { Book } from "../bindings/Book";

/** An open book, its owner signed in. */
export const book: Book = {
  organization_id: "o",
  organization: "Cedar Lending",
  currency: "USD",
  minor_digits: 2,
  owner: "Ada",
  user: "Ada",
  user_id: "u",
  role: "owner",
  one_person_lender: false,
  address: "/books/Cedar.lendingos",
  backend: "sqlite",
  encrypted: false,
  schema_version: 1,
  created_at: "2026-11-23T10:00:00Z",
  events: 12_345,
  loans: 7,
  failed_events: 0,
};
