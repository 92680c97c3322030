import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { Loan } from "../../../bindings/Loan";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import { book } from "../../../test/book";
import { type Answers, refused } from "../../../test/construction";
import { documentOf, eventOf, fundedLoan, startDocuments, svgPage } from "../../../test/documents";
import { failedMakings } from "./failed";

const text = messages.documents;
const note = documentOf("promissory_note");
const opened = () => ({
  document: note,
  saved_to: null,
  pages: [svgPage("x")],
  missing_characters: null,
  is_same_made_again: null,
});

function start(answers: Answers = {}, loan: Partial<Loan> = {}, role: typeof book.role = "owner") {
  return startDocuments("/loans/l/documents", {
    answers: {
      "loan.get": () => ({ ...fundedLoan, ...loan }),
      "document.list": () => ({ documents: [note], total: 1 }),
      "document.get": opened,
      ...answers,
    },
    opened: { ...book, role },
  });
}

const choose = async (kind: keyof typeof text.kinds) => {
  await userEvent.click(await screen.findByRole("button", { name: text.make }));
  await userEvent.click(await screen.findByRole("menuitem", { name: text.kinds[kind] }));
  return within(await screen.findByRole("dialog", { name: text.kinds[kind] }));
};

const draw = (id: string, number: number) => ({
  draw_id: id,
  number,
  approved: "5000.00",
  to_disburse: "4500.00",
});

describe("the documents of a loan", () => {
  it("are listed with what is known of them, and open", async () => {
    const { place } = start();
    const row = within(
      (await screen.findByRole("link", { name: note.title })).closest("tr") ?? document.body,
    );
    expect(row.getByText(formatDate("2025-01-15"))).toBeVisible();
    expect(row.getByText("Ada")).toBeVisible();
    expect(row.getByText("25.8 KB")).toBeVisible();
    expect(row.getByText(note.sha256.slice(0, 12))).toBeVisible();
    await userEvent.click(row.getByRole("link"));
    await waitFor(() => expect(place()).toBe("/documents/promissory_note"));
  });

  it.each([
    [{ funded_on: null }, text.empty.notFunded],
    [{}, text.empty.funded],
    [{ carried_over_on: "2025-10-31" }, text.empty.carriedOver],
  ])("say where they come from while there are none: %o", async (loan, words) => {
    start({ "document.list": () => ({ documents: [], total: 0 }) }, loan);
    expect(await screen.findByText(words)).toBeVisible();
  });

  it("are not made of a loan that is not funded, nor by an auditor", async () => {
    const { unmount } = start({}, { funded_on: null });
    const button = await screen.findByRole("button", { name: text.make });
    expect(button).toHaveAccessibleDescription(text.makeRefused);
    await userEvent.click(button);
    expect(screen.queryByRole("menu")).not.toBeInTheDocument();
    unmount();
    start({}, {}, "auditor");
    expect(await screen.findByRole("button", { name: text.make })).toHaveAccessibleDescription(
      /^An auditor may not do this/,
    );
  });

  it("are of draws only where the loan is drawn", async () => {
    const { unmount } = start();
    await userEvent.click(await screen.findByRole("button", { name: text.make }));
    await screen.findByRole("menuitem", { name: text.kinds.payoff_letter });
    expect(screen.queryByRole("menuitem", { name: text.kinds.draw_approval_letter })).not.toBeInTheDocument();
    unmount();
    start({}, { is_construction: true });
    await userEvent.click(await screen.findByRole("button", { name: text.make }));
    expect(await screen.findByRole("menuitem", { name: text.kinds.draw_approval_letter })).toBeVisible();
  });

  it("show a statement for the days that were typed, and what is wrong with them beside their field", async () => {
    let sent = 0;
    const { inputsOf, place } = start({
      "document.generate": () => {
        sent += 1;
        if (sent === 1) throw refused("invalid_input", "from must not be after to, 2025-02-01", "from");
        return documentOf("borrower_statement");
      },
    });
    const dialog = await choose("borrower_statement");
    const from = dialog.getByRole("textbox", { name: text.from });
    const to = dialog.getByRole("textbox", { name: text.to });
    const make = dialog.getByRole("button", { name: text.submit });
    await userEvent.clear(from);
    await userEvent.click(make);
    expect(from).toHaveAccessibleDescription(messages.fields.required);
    await userEvent.type(from, "2025-03-01");
    await userEvent.clear(to);
    await userEvent.type(to, "2025-02-01");
    await userEvent.click(make);
    await waitFor(() => expect(from).toBeInvalid());
    expect(from).toHaveAccessibleDescription(/^From must not be after to/);
    await userEvent.clear(from);
    await userEvent.type(from, "2025-01-01{Enter}");
    await waitFor(() => expect(place()).toBe("/documents/borrower_statement"));
    expect(inputsOf("document.generate").at(-1)).toEqual({
      kind: "borrower_statement",
      loan_id: "l",
      from: "2025-01-01",
      to: "2025-02-01",
    });
  });

  it("show the interest of the last year that is over", async () => {
    const { inputsOf } = start({ "document.generate": () => documentOf("interest_statement") });
    const dialog = await choose("interest_statement");
    const year = dialog.getByRole("textbox", { name: text.year });
    expect(year).toHaveValue(String(new Date().getFullYear() - 1));
    await userEvent.clear(year);
    await userEvent.type(year, "last{Enter}");
    expect(year).toHaveAccessibleDescription(messages.fields.not_a_count);
    expect(inputsOf("document.generate")).toEqual([]);
    await userEvent.clear(year);
    await userEvent.type(year, "2025{Enter}");
    await waitFor(() =>
      expect(inputsOf("document.generate")).toEqual([
        { kind: "interest_statement", loan_id: "l", year: 2025 },
      ]),
    );
  });

  it("want a payoff quote for a payoff letter, and say where to make one", async () => {
    const { inputsOf } = start({ "payoff.list": () => ({ quotes: [] }) });
    const dialog = await choose("payoff_letter");
    expect(await dialog.findByText(text.noQuote)).toBeVisible();
    expect(dialog.getByRole("link", { name: text.toQuotes })).toHaveAttribute("href", "/loans/l/payments");
    await userEvent.click(dialog.getByRole("button", { name: text.submit }));
    expect(inputsOf("document.generate")).toEqual([]);
  });

  it("name the draw of a letter, of those that are so far", async () => {
    const { inputsOf } = start(
      {
        "draw.list": () => ({ draws: [draw("first", 1), draw("second", 2)], total: 2 }),
        "document.generate": () => documentOf("draw_disbursement_letter"),
      },
      { is_construction: true },
    );
    const dialog = await choose("draw_disbursement_letter");
    const field = await dialog.findByRole("combobox", { name: text.draw });
    await within(field).findByRole("option", { name: text.drawOf(2, "4,500.00") });
    await userEvent.selectOptions(field, text.drawOf(1, "4,500.00"));
    await userEvent.click(dialog.getByRole("button", { name: text.submit }));
    await waitFor(() =>
      expect(inputsOf("document.generate")).toEqual([
        { kind: "draw_disbursement_letter", loan_id: "l", draw_id: "first" },
      ]),
    );
    expect(inputsOf("draw.list")).toContainEqual(expect.objectContaining({ statuses: ["disbursed"] }));
  });

  it("that could not be made name the line, and lead to the event and the template", async () => {
    const run = { handler: "DocumentGenerator", execution_micros: 9, executed_at: "2026-11-23T10:00:00Z" };
    const problem = "template promissory_note, line 3: unknown variable: fact";
    const failed = eventOf({
      event_id: "failed",
      status: "failed",
      error: problem,
      handlers: [{ ...run, status: "failure", attempt: 1, error: problem }],
    });
    const { inputsOf } = start(
      {
        "document.list": () => ({ documents: [], total: 0 }),
        "event.history": () => ({ events: [eventOf({}), failed] }),
        "event.retry": () => ({ dry_run: false, outcomes: [] }),
      },
      { failed_events: 1 },
    );
    const alert = within(await screen.findByRole("alert"));
    expect(alert.getByText(problem)).toBeVisible();
    expect(alert.getByRole("link", { name: text.editTemplate })).toHaveAttribute(
      "href",
      "/templates/promissory_note?loan=l",
    );
    await userEvent.click(alert.getByRole("button", { name: text.makeThem }));
    expect(inputsOf("event.retry")).toEqual([{ event_id: "failed" }]);
    await userEvent.click(alert.getByRole("link", { name: text.showEvent }));
    expect(await screen.findByRole("article", { name: "#9 Loan.Funded" })).toBeVisible();
  });
});

const run = (attempt: number, status: "failure" | "success", handler = "DocumentGenerator") => ({
  handler,
  status,
  attempt,
  error: status === "failure" ? "no such file" : null,
  execution_micros: 1,
  executed_at: "2026-11-23T10:00:00Z",
});

describe("documents that could not be made", () => {
  it("are those of which the last try failed, whatever else failed", () => {
    const makings = failedMakings([
      eventOf({ event_id: "other", status: "failed", handlers: [run(1, "failure", "FundAllocator")] }),
      eventOf({ event_id: "late", status: "failed", handlers: [run(2, "success"), run(1, "failure")] }),
      eventOf({ event_id: "mended", handlers: [run(1, "failure"), run(2, "success")] }),
      eventOf({ event_id: "missing", status: "failed", handlers: [run(2, "failure"), run(1, "failure")] }),
    ]);
    expect(makings.map(({ event, problem, template }) => [event.event_id, problem, template])).toEqual([
      ["missing", "no such file", null],
    ]);
  });
});
