// A construction loan on site: a budget, a draw that survives the end of its window, an inspection, an approval by
// somebody else, the money, and the retainage. No network is asked for anything.

import assert from "node:assert/strict";
import { test } from "node:test";

import { withApplication, withFolder } from "../support/application.mjs";
import * as steps from "../support/steps.mjs";

const LOAN = { borrower: "Harbor Row Builders", principal: "500,000.00", rate: "10", term: "12" };

/** 500,000.00 at 10 %, Actual/360, interest only, drawn against a budget; funded forty days ago. */
async function startFunded(app, folder) {
  await steps.createBook(app, folder);
  for (const [name, role] of [["Otto Brandt", "officer"], ["Ines Roth", "inspector"], ["Abel Cruz", "approver"]]) {
    await app.call("user.add", { name, role });
  }
  await steps.startLoan(app, LOAN);
  await steps.typeTerms(app, LOAN);
  await app.selectNative("Type", /Interest only/);
  await app.selectNative("Day count", /Actual\/360/);
  await app.click("checkbox", "Construction loan, paid out in draws");
  await app.click("checkbox", /lien waivers before it is paid out$/);
  await app.screenshot("terms");
  await app.click("button", "Create loan");
  await app.byRole("heading", /^L-00001 · Harbor Row Builders$/);
  await steps.walkToClosing(app);
  await steps.fund(app, { funded: steps.inDays(-40) });
}

async function setBudget(app) {
  await app.click("tab", "Draws & budget");
  await app.click("button", "Set budget");
  const lines = [["01", "Site work", "80,000.00"], ["02", "Frame", "250,000.00"], ["03", "Finish", "150,000.00"]];
  for (const [place, [code, description, amount]] of lines.entries()) {
    if (place > 0) await app.click("button", "Add line");
    await app.fill(`Code of line ${place + 1}`, code);
    await app.fill(`Description of line ${place + 1}`, description);
    await app.fill(`Amount of line ${place + 1}`, amount);
  }
  await app.fill("Contingency", "20,000.00");
  await app.fill("Retainage", "10");
  await app.shows("500,000.00");
  await app.screenshot("budget-editor");
  await app.click("button", "Save budget");
  await app.shows("In balance");
  await app.screenshot("budget");
}

async function signIn(app, name) {
  await app.click("button", /^Signed in as/);
  await app.click(["menuitem", "menuitemradio"], new RegExp(`^${name}`));
  await app.byRole("button", new RegExp(`^Signed in as ${name}`));
}

/** Writes what is asked for and waits until the draft is kept. */
async function writeDraw(app) {
  await app.click("button", "New draw");
  await app.fill("This request, Site work", "90,000.00");
  // The line has 80,000.00: it says so while it is typed.
  await app.shows("Only 80,000.00 is left");
  await app.screenshot("over-the-line");
  await app.fill("This request, Site work", "60,000.00");
  await app.fill("Work done, Site work", "Lot cleared and graded");
  await app.fill("Contractor", "Bay Excavating");
  await app.shows("Draft saved");
  await app.screenshot("draft");
}

/** From the inbox: the draft of before the window ended, as it was. */
async function findDraft(app) {
  await app.click("link", "Draws");
  await (await app.byText(/^Drafts & sent back/)).click();
  await app.click("row", /L-00001.*60,000\.00/);
  await app.click(["button", "link"], "Continue writing");
  const field = await app.byLabel("This request, Site work");
  assert.equal(await field.getAttribute("value"), "60,000.00");
  assert.equal(await (await app.byLabel("Contractor")).getAttribute("value"), "Bay Excavating");
}

async function requestDraw(app) {
  await app.click("button", "Request draw…");
  const dialog = await app.byRole("dialog");
  await app.fill("Requested on", steps.inDays(-12), { within: dialog });
  await app.screenshot("request");
  await app.click("button", /^Request \$?60,000\.00$/, { within: dialog });
  await app.gone("dialog");
  await app.byRole("heading", /^Draw 1 · L-00001/);
}

async function inspect(app) {
  await app.click("button", "Record inspection…");
  const dialog = await app.byRole("dialog");
  await app.fill("Visited on", steps.inDays(-11), { within: dialog });
  await app.fill("Complete now, Site work", "75", { within: dialog });
  await app.fill("Findings", "Graded to plan", { within: dialog });
  await app.screenshot("inspection");
  await app.click("button", "Record inspection", { within: dialog });
  await app.gone("dialog");
  await app.shows("Inspected");
}

async function approve(app) {
  await app.click("button", "Approve…");
  const dialog = await app.byRole("dialog");
  await app.fill("Approve of Site work", "54,000.00", { within: dialog });
  await app.fill("Approved on", steps.inDays(-10), { within: dialog });
  // 54,000.00 less a tenth.
  await app.shows("48,600.00");
  await app.screenshot("approval");
  await app.click("button", /^Approve \$?54,000\.00$/, { within: dialog });
  await app.gone("dialog");
  await app.shows("Approved");
}

async function payOut(app) {
  await app.click("button", "Record lien waiver…");
  const waiver = await app.byRole("dialog");
  await app.fill("Signed on", steps.inDays(-10), { within: waiver });
  await app.click("button", "Record waiver", { within: waiver });
  await app.gone("dialog");
  await app.click("button", "Pay out…");
  const dialog = await app.byRole("dialog");
  await app.fill("Paid out on", steps.inDays(-10), { within: dialog });
  await app.shows("13.50");
  await app.screenshot("pay-out");
  await app.click("button", /^Pay out \$?48,600\.00$/, { within: dialog });
  await app.gone("dialog");
  await app.shows("Disbursed");
  await app.screenshot("disbursed");
}

test("a draw goes from its budget to the release of the retainage, and its draft survives the window", async () => {
  await withFolder(async (folder) => {
    const address = await withApplication({ folder, name: "draw-draft" }, async (app) => {
      await startFunded(app, folder);
      await setBudget(app);
      await signIn(app, "Otto Brandt");
      await writeDraw(app);
      return (await app.call("book.get", {})).address;
    });
    await withApplication({ folder, name: "draw", args: [address] }, async (app) => {
      await app.byRole("heading", "Dashboard");
      await signIn(app, "Otto Brandt");
      await findDraft(app);
      await requestDraw(app);
      await signIn(app, "Ines Roth");
      await inspect(app);
      // An inspector does not approve: the button says why.
      const refused = await app.byRole("button", "Approve…");
      assert.equal(await refused.getAttribute("aria-disabled"), "true");
      await signIn(app, "Abel Cruz");
      await approve(app);
      await signIn(app, "Otto Brandt");
      await payOut(app);

      const { loans } = await app.call("loan.list", {});
      const account = await app.call("loan.account", { loan_id: loans[0].loan_id });
      // 48,600.00 × 10 % × 10/360.
      assert.deepEqual([account.principal, account.accrued_interest], ["48600.00", "135.00"]);

      await app.click("link", "Draws & budget");
      await app.shows("5,400.00");
      await app.screenshot("loan-draws");
      await app.click("button", "Release retainage");
      const release = await app.byRole("dialog");
      await app.screenshot("release");
      await app.click("button", /^Release \$?5,400\.00$/, { within: release });
      await app.gone("dialog");
      const budget = await app.call("budget.get", { loan_id: loans[0].loan_id });
      assert.deepEqual([budget.balances.retainage_held, budget.balances.disbursed], ["0.00", "54000.00"]);
      assert.equal((await app.call("integrity.verify", {})).ok, true);

      const history = await app.call("event.history", { aggregate_id: loans[0].loan_id, include_loan: true });
      const by = (type) => history.events.find((event) => event.event_type === type).metadata.userId;
      const told = ["Draw.Requested", "Inspection.Completed", "Draw.Approved", "Draw.Disbursed", "Retainage.Released"];
      assert.deepEqual(told.map(by), ["Otto Brandt", "Ines Roth", "Abel Cruz", "Otto Brandt", "Otto Brandt"]);
    });
  });
});
