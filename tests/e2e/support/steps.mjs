// What a loan officer does, a step each, in the window's own words.

import assert from "node:assert/strict";
import { join } from "node:path";

export const LOAN = { borrower: "Ada Lovelace", principal: "100,000.00", rate: "7.5", term: "12", funded: "2025-01-15" };

/** The day so many days from today, as the window takes it; negative before. */
export function inDays(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Each status on the way to funded: the button that leads there, the one that confirms it. */
const WALK = [
  ["Submit", "Submit loan"],
  ["Start verification", "Move to verification"],
  ["Start underwriting", "Move to underwriting"],
  ["Approve", "Approve loan"],
  ["Start closing", "Move to closing"],
];

/** First run: a new book in the story's folder. */
export async function createBook(app, folder, { organization = "Harbor Private Lending", owner = "Mara Lind" } = {}) {
  const address = join(folder, "harbor.lendingos");
  await app.byRole("heading", "Welcome to LendingOS");
  await app.click("button", "Create a book");
  await app.fill("Organization", organization);
  await app.fill("Owner", owner);
  await app.fill("File", address);
  await app.click("button", "Create book");
  await app.byRole("heading", "Dashboard");
  return address;
}

/** Opens the form for a new loan and makes its borrower there. */
export async function startLoan(app, { borrower = LOAN.borrower } = {}) {
  // An empty list offers it a second time.
  await app.click(["link", "button"], "New loan", { first: true });
  await app.byRole("heading", "New loan");
  await app.click("button", "New borrower");
  const dialog = await app.byRole("dialog");
  await app.fill("Name", borrower, { within: dialog });
  await app.click("button", "Create borrower", { within: dialog });
  await app.gone("dialog");
}

/** Types the terms; the schedule beside them follows. */
export async function typeTerms(app, { principal = LOAN.principal, rate = LOAN.rate, term = LOAN.term } = {}) {
  await app.fill("Principal", principal);
  await app.fill("Annual rate", rate);
  await app.fill("Term", term);
}

/** A loan in draft; the window ends on its page. */
export async function createLoan(app, loan = LOAN) {
  await startLoan(app, loan);
  await typeTerms(app, loan);
  await app.click("button", "Create loan");
  await app.byRole("heading", new RegExp(`^L-\\d{5} · ${loan.borrower}$`));
}

async function transition(app, action, confirmation, prepare = async () => {}) {
  await app.click("button", action);
  const dialog = await app.byRole("dialog");
  await prepare(dialog);
  await app.click("button", confirmation, { within: dialog });
  await app.gone("dialog");
}

/** Walks a loan in draft up to closing, one status after the other, or until this button is the next. */
export async function walkToClosing(app, until) {
  for (const [action, confirmation] of WALK) {
    if (action === until) return;
    await transition(app, action, confirmation);
  }
}

/** Funds a loan in closing. */
export async function fund(app, { funded = LOAN.funded } = {}) {
  await transition(app, "Fund", "Fund loan", (dialog) => app.fill("Funded date", funded, { within: dialog }));
}

/** The rows of the loan's payment schedule: number, due date, days, payment, interest, principal, balance. */
export async function readSchedule(app) {
  await app.click("tab", "Schedule");
  const table = await app.byRole(["table", "grid", "treegrid"], "Payment schedule");
  const rows = await app.tableRows(table);
  return rows.filter(([number]) => /^\d+$/.test(number));
}

/** Prints a schedule as a terminal shows tables. */
export function printSchedule(rows) {
  const heads = ["No.", "Due", "Days", "Payment", "Interest", "Principal", "Balance"];
  const table = [heads, ...rows.map((row) => row.slice(0, heads.length))];
  const widths = heads.map((_, column) => Math.max(...table.map((row) => row[column].length)));
  for (const row of table) console.log(row.map((cell, column) => cell.padStart(widths[column])).join("  "));
}

/** The schedule of the loan above is the one that every textbook has. */
export function assertSchedule(rows) {
  assert.equal(rows.length, 12);
  const [, , , payment, interest, principal, balance] = rows[0];
  assert.deepEqual([payment, interest, principal, balance], ["8,675.74", "625.00", "8,050.74", "91,949.26"]);
  assert.equal(rows[11][6], "0.00");
}

/** The types of the events in the loan's history, from the top; a run of one type is one entry. */
export async function readHistory(app) {
  await app.click("tab", "History");
  await app.byRole("tree", "Events");
  await app.shows("Loan.Funded");
  const texts = await app.texts(await app.allByRole("treeitem"));
  return texts.map((text) => text.match(/[A-Z]\w+\.[A-Z]\w+/)?.[0]).filter(Boolean);
}

/** What the history says of the handlers that ran on the event of this type. */
export async function readHandlerRuns(app, type) {
  await app.click("treeitem", new RegExp(type.replace(".", "\\.")));
  const section = await app.byRole("region", "Handlers that ran");
  const [text] = await app.texts([section]);
  return text;
}

/** The rows of the handler registry. */
export async function readHandlers(app) {
  await app.click("link", "Settings");
  await app.click("tab", "Handlers");
  return app.tableRows(await app.byRole(["table", "grid"], "Handlers"));
}
