import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { DrawSummary } from "../../bindings/DrawSummary";
import type { InspectionSummary } from "../../bindings/InspectionSummary";
import type { ListDraws } from "../../bindings/ListDraws";
import { messages } from "../../messages";
import { type Answers, draftDraw, startDraws } from "../../test/construction";

const text = messages.draws;

const requested: DrawSummary = { ...draftDraw, draw_id: "r", number: 3, status: "requested" };
const approved: DrawSummary = {
  ...draftDraw,
  draw_id: "a",
  number: 1,
  status: "approved",
  contractor: "Summit Carpentry",
  approved: "6000.00",
  to_disburse: "5400.00",
};
const all: readonly DrawSummary[] = [draftDraw, requested, approved];

const visit: InspectionSummary = {
  inspection_id: "i",
  loan_id: "l",
  loan_number: "L-00002",
  borrower_name: "Harbor Row",
  draw_id: null,
  draw_number: null,
  kind: "progress",
  inspector: "Luis",
  scheduled_on: "2026-01-02",
  inspected_on: null,
  note: "The gutters",
  photos: 0,
};

const answers: Answers = {
  "draw.list": ({ statuses = [], limit }: ListDraws) => {
    const draws = all.filter(({ status }) => statuses?.length === 0 || statuses?.includes(status));
    return { draws: draws.slice(0, limit ?? undefined), total: draws.length };
  },
  "inspection.list": () => ({ inspections: [visit], total: 1 }),
  "draw.get": () => draftDraw,
};
const start = (path: string, more: Answers = {}) => startDraws(path, { answers: { ...answers, ...more } });
const numbers = (table: string) =>
  within(screen.getByRole("grid", { name: table }))
    .getAllByRole("link", { name: /^Draw / })
    .map((link) => link.textContent);

describe("the inbox of draws", () => {
  it.each([
    ["decide", ["Draw 3"]],
    ["pay", ["Draw 1"]],
    ["drafts", ["Draw 2"]],
    ["all", ["Draw 2", "Draw 3", "Draw 1"]],
  ] as const)("shows under %s what belongs there", async (view, shown) => {
    start(`/draws?view=${view}`);
    await screen.findByRole("grid", { name: text.table[view] });
    expect(numbers(text.table[view])).toEqual(shown);
  });

  it("says how many wait, and goes from one view to another", async () => {
    const { place } = start("/draws?view=decide");
    await userEvent.click(await screen.findByText(text.viewCount(text.views.pay, "1")));
    await screen.findByRole("grid", { name: text.table.pay });
    expect(place()).toContain("view=pay");
    expect(screen.getByText(text.viewCount(text.views.inspections, "1"))).toBeInTheDocument();
  });

  it("finds by contractor, and says what to do where nothing matches", async () => {
    start("/draws?view=all");
    await screen.findByRole("grid", { name: text.table.all });
    const search = screen.getByRole("searchbox", { name: text.search });
    await userEvent.type(search, "summit");
    expect(numbers(text.table.all)).toEqual(["Draw 1"]);
    await userEvent.type(search, " nobody");
    expect(screen.getByText(text.noMatch.title)).toBeInTheDocument();
    await userEvent.clear(search);
    expect(numbers(text.table.all)).toHaveLength(3);
  });

  it("says what will be there where nothing is", async () => {
    start("/draws?view=pay", { "draw.list": () => ({ draws: [], total: 0 }) });
    expect(await screen.findByText(text.empty.pay.title)).toBeInTheDocument();
  });

  it("opens a draw by the keys", async () => {
    const { place } = start("/draws?view=decide");
    (await screen.findByRole("grid", { name: text.table.decide })).focus();
    await userEvent.keyboard("{ArrowDown}{Enter}");
    await waitFor(() => expect(place()).toBe("/draws/r"));
  });

  it("marks a visit that is overdue in words, and records one that belongs to no draw", async () => {
    start("/draws?view=inspections");
    const grid = await screen.findByRole("grid", { name: text.table.inspections });
    expect(within(grid).getByText(text.late)).toBeInTheDocument();
    await userEvent.click(within(grid).getByText("The gutters"));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByRole("textbox", { name: messages.inspections.inspector })).toHaveValue("Luis");
  });
});
