import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { ComplianceEntry } from "../../bindings/ComplianceEntry";
import type { Filing } from "../../bindings/Filing";
import type { Licence } from "../../bindings/Licence";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";
import { book } from "../../test/book";
import { bookOf, startScreens } from "../../test/users";
import ComplianceScreen from "./ComplianceScreen";

const text = messages.compliance;

const filing: Filing = {
  filing_id: "f",
  name: "Annual report",
  authority: "State of Delaware",
  due_on: "2026-03-01",
  frequency: "annual",
  remind_days: 30,
  note: null,
  standing: "overdue",
  days_left: -3,
  removed_at: null,
  removal_reason: null,
  completions: [],
};
const licence: Licence = {
  licence_id: "l",
  name: "Lender licence",
  authority: "California DFPI",
  number: "603-1",
  issued_on: null,
  expires_on: "2026-12-31",
  remind_days: 60,
  note: null,
  renewed_on: null,
  standing: "soon",
  days_left: 12,
  ended_on: null,
  end_reason: null,
};
const entry: ComplianceEntry = {
  number: 7,
  area: "loans",
  what: "Loan funded",
  amount: "100000.00",
  reason: null,
  who: "Ada",
  occurred_at: "2026-11-23T10:00:00Z",
  effective_on: "2026-11-23",
  loan_id: "loan",
  loan_number: "L-00001",
  event_id: "e",
  event_type: "Loan.Funded",
  position: 9,
  aggregate_type: "loan",
  aggregate_id: "loan",
  event_hash: "a",
  hash: "b",
};

const start = (opened = book, part: Parameters<typeof startScreens>[3] = {}) =>
  startScreens({ "/compliance": ComplianceScreen }, "/compliance", opened, {
    "compliance.log": () =>
      Promise.resolve({ entries: [entry], total: 1, missing: 0, next_before_number: null }),
    "filing.list": () => Promise.resolve({ filings: [filing] }),
    "licence.list": () => Promise.resolve({ licences: [licence] }),
    ...part,
  });

describe("compliance", () => {
  it("says that events are not in the log, and lets it catch up with them", async () => {
    let missing = 2;
    const { inputsOf } = start(book, {
      "compliance.log": () =>
        Promise.resolve({ entries: [entry], total: 1, missing, next_before_number: null }),
      "compliance.catch_up": () => {
        missing = 0;
        return Promise.resolve({ recorded: 2 });
      },
    });
    expect(await screen.findByRole("alert")).toHaveTextContent(text.missing.title("2"));
    await userEvent.click(screen.getByRole("button", { name: text.missing.catchUp }));
    await waitFor(() => expect(screen.queryByText(text.missing.title("2"))).not.toBeInTheDocument());
    expect(inputsOf("compliance.catch_up")).toEqual([{}]);
  });

  it("shows the log with who, what and how much", async () => {
    start();
    const row = await screen.findByRole("row", { name: /Loan funded/ });
    expect(row).toHaveTextContent("Ada");
    expect(row).toHaveTextContent("100,000.00");
    expect(row).toHaveTextContent("L-00001");
    expect(screen.getByText(text.count("1"))).toBeVisible();
  });

  it("says in words why a schedule was made, and leaves what a person wrote", async () => {
    const made = { ...entry, event_id: "s", event_type: "Payment.ScheduleCreated", reason: "funding" };
    const reversed = { ...entry, event_id: "r", event_type: "Payment.Reversed", reason: "funding" };
    const answer = { entries: [made, reversed], total: 2, next_before_number: null };
    start(book, { "compliance.log": () => Promise.resolve(answer) });
    expect(await screen.findByText(messages.schedule.reasons.funding)).toBeVisible();
    expect(screen.getByText("funding")).toBeVisible();
  });

  it("says how late a filing is, and records that it was filed", async () => {
    const complete = vi.fn(() => Promise.resolve({ ...filing, standing: null, days_left: null }));
    start(book, { "filing.complete": complete });
    await userEvent.click(await screen.findByRole("tab", { name: text.views.filings }));
    const row = await screen.findByRole("row", { name: /Annual report/ });
    expect(row).toHaveTextContent(messages.daysLeft.overdue(3));
    await userEvent.click(within(row).getByRole("button", { name: /^Filed…/ }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog).toHaveTextContent(text.filing.completeLead(formatDate("2026-03-01")));
    await userEvent.type(within(dialog).getByRole("textbox", { name: "Reference" }), "DE-1");
    await userEvent.click(within(dialog).getByRole("button", { name: text.filing.completeSubmit }));
    await waitFor(() => expect(complete).toHaveBeenCalled());
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("names beside their fields what a new licence needs", async () => {
    start();
    await userEvent.click(await screen.findByRole("tab", { name: text.views.licences }));
    expect(await screen.findByRole("row", { name: /Lender licence/ })).toHaveTextContent("12 days left");
    await userEvent.click(screen.getByRole("button", { name: text.licence.add }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: text.licence.submit }));
    expect(within(dialog).getByRole("textbox", { name: text.licence.name })).toBeInvalid();
    expect(within(dialog).getByRole("textbox", { name: "Last day" })).toBeInvalid();
  });

  it("lets an auditor read and export, and change nothing", async () => {
    start(bookOf("Ida", "auditor"));
    const audit = await screen.findByRole("button", { name: text.audit.button });
    expect(audit).not.toHaveAttribute("aria-disabled");
    await userEvent.click(audit);
    await userEvent.click(await screen.findByText(text.audit.how));
    expect(screen.getByLabelText<HTMLTextAreaElement>(text.audit.how).value).toMatch(/^import hashlib/);
    await userEvent.keyboard("{Escape}");
    await userEvent.click(screen.getByRole("tab", { name: text.views.filings }));
    expect(await screen.findByRole("button", { name: text.filing.add })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
  });
});
