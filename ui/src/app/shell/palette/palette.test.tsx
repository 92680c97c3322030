import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { SearchHit } from "../../../bindings/SearchHit";
import { messages } from "../../../messages";
import { startDraws } from "../../../test/construction";
import Palette from "./Palette";

const text = messages.palette;

const note: SearchHit = {
  kind: "note",
  id: "n",
  loan_id: "l",
  loan_number: "L-00002",
  borrower_name: "Harbor Row",
  person_id: null,
  title: [
    { text: "The ", is_match: false },
    { text: "roof", is_match: true },
    { text: " leaks", is_match: false },
  ],
  snippet: [{ text: "The roof leaks", is_match: false }],
  rank: 1,
};

const nothing = {
  "loan.list": () => ({ loans: [], total: 0 }),
  "person.list": () => ({ people: [] }),
  "draw.list": () => ({ draws: [], total: 0 }),
  "fund.list": () => ({ funds: [] }),
};

it("asks the search as one types, marks what was found and says to which loan it belongs", async () => {
  const { inputsOf } = startDraws("/", {
    element: <Palette opened onClose={vi.fn()} />,
    answers: { ...nothing, search: () => ({ hits: [note] }) },
  });
  await userEvent.type(await screen.findByRole("textbox", { name: text.placeholder }), "roof");
  expect(await screen.findByText("roof", { selector: "strong" })).toBeVisible();
  expect(screen.getByText(/L-00002.*The roof leaks/)).toBeVisible();
  await waitFor(() => expect(inputsOf("search")).toContainEqual({ query: "roof", limit: 40 }));
});

it("keeps what was found while more is typed, and says where nothing is", async () => {
  startDraws("/", {
    element: <Palette opened onClose={vi.fn()} />,
    answers: {
      ...nothing,
      search: ({ query }: { query: string }) => ({ hits: query === "zzz" ? [] : [note] }),
    },
  });
  const search = await screen.findByRole("textbox", { name: text.placeholder });
  await userEvent.type(search, "roo");
  expect(await screen.findByText("roof", { selector: "strong" })).toBeVisible();
  await userEvent.type(search, "f");
  expect(screen.getByText("roof", { selector: "strong" })).toBeVisible();
  await userEvent.clear(search);
  await userEvent.type(search, "zzz");
  expect(await screen.findByText(text.nothing)).toBeVisible();
});

it("opens the page of a property that was found, also of one that secures nothing", async () => {
  const property: SearchHit = {
    ...note,
    kind: "property",
    id: "p",
    loan_id: null,
    loan_number: null,
    borrower_name: null,
    title: [{ text: "12 Cedar Street", is_match: true }],
    snippet: [],
  };
  const { place } = startDraws("/", {
    element: <Palette opened onClose={vi.fn()} />,
    answers: { ...nothing, search: () => ({ hits: [property] }) },
  });
  await userEvent.type(await screen.findByRole("textbox", { name: text.placeholder }), "cedar");
  await userEvent.click(await screen.findByText("12 Cedar Street"));
  await waitFor(() => expect(place()).toBe("/contacts/properties/p"));
});

it.each([
  { kind: "document", loan: "l", at: "/documents/d" },
  { kind: "filing", loan: null, at: "/compliance?view=filings" },
  { kind: "licence", loan: null, at: "/compliance?view=licences" },
] as const)("opens a $kind that was found at its place", async ({ kind, loan, at }) => {
  const found: SearchHit = {
    ...note,
    kind,
    id: "d",
    loan_id: loan,
    title: [{ text: "Annual report", is_match: true }],
    snippet: [],
  };
  const { place } = startDraws("/", {
    element: <Palette opened onClose={vi.fn()} />,
    answers: { ...nothing, search: () => ({ hits: [found] }) },
  });
  await userEvent.type(await screen.findByRole("textbox", { name: text.placeholder }), "annual");
  await userEvent.click(await screen.findByText("Annual report"));
  await waitFor(() => expect(place()).toBe(at));
});

it.each([
  { typed: "compliance: licences", at: "/compliance?view=licences" },
  { typed: "compliance: filings", at: "/compliance?view=filings" },
  { typed: "compliance: log", at: "/compliance?view=log" },
  { typed: "to dashboard", at: "/dashboard" },
  { typed: "to funds", at: "/funds" },
  { typed: "to documents", at: "/documents" },
])("goes by its name: $typed", async ({ typed, at }) => {
  const { place } = startDraws("/", {
    element: <Palette opened onClose={vi.fn()} />,
    answers: { ...nothing, search: () => ({ hits: [] }) },
  });
  await userEvent.type(await screen.findByRole("textbox", { name: text.placeholder }), `${typed}{Enter}`);
  await waitFor(() => expect(place()).toBe(at));
});

it("goes to the list of properties", async () => {
  const { place } = startDraws("/", {
    element: <Palette opened onClose={vi.fn()} />,
    answers: { ...nothing, search: () => ({ hits: [] }) },
  });
  const search = await screen.findByRole("textbox", { name: text.placeholder });
  await userEvent.type(search, "to properties");
  await userEvent.click(await screen.findByText(text.goTo(messages.properties.title)));
  await waitFor(() => expect(place()).toBe("/contacts/properties"));
});
