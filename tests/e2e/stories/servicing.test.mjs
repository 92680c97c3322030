// A month of servicing: who is late, what came in and where it went, what pays the loan off, other terms.

import assert from "node:assert/strict";
import { test } from "node:test";

import { withApplication } from "../support/application.mjs";
import * as steps from "../support/steps.mjs";

/** 100,000.00 at 7.5 % for 12 months, funded on 2025-01-15: every payment is past due. */
async function startFunded(app, folder) {
  await steps.createBook(app, folder);
  await steps.createLoan(app);
  await steps.walkToClosing(app);
  await steps.fund(app);
}

async function recordPayment(app, { amount, on }) {
  await app.click("button", "Record payment");
  const dialog = await app.byRole("dialog");
  await app.fill("Amount", amount, { within: dialog });
  await app.fill("Received on", on, { within: dialog });
  return dialog;
}

/** The rows of the table that says where a payment goes, as soon as one of them is this. */
async function allocation(app, row) {
  await app.shows(row.join("\t"));
  return app.tableRows(await app.byRole("table", "Where the payment goes"));
}

test("a payment shows where it goes, is recorded, reversed, and never lost from the books", async () => {
  await withApplication({ name: "servicing" }, async (app, folder) => {
    await startFunded(app, folder);

    await app.click("link", "Payments");
    await (await app.byText("Late")).click();
    const late = await app.byRole("grid", "Late payments");
    const row = await app.byRole("row", /L-00001.*Feb 15, 2025.*8,675\.74/, { within: late });
    await app.screenshot("late");
    await row.click();
    const dialog = await app.byRole("dialog");
    await app.fill("Received on", "2025-02-15", { within: dialog });
    const rows = await allocation(app, ["Interest", "625.00", "625.00", "0.00"]);
    assert.deepEqual(rows, [
      ["Interest", "625.00", "625.00", "0.00"],
      ["Principal", "100,000.00", "8,050.74", "91,949.26"],
      ["Total owed", "100,625.00", "8,675.74", "91,949.26"],
    ]);
    await app.screenshot("allocation");
    await app.click("button", "Record payment", { within: dialog });
    await app.gone("dialog");

    await (await app.byText("Received")).click();
    await app.click("row", /Feb 15, 2025.*8,675\.74/);
    await app.shows("91,949.26");
    await app.screenshot("loan-payments");
    await app.click("tab", "Schedule");
    await app.shows("Paid");
    const [first, second] = (await app.tableRows(await app.byRole("table", "Payment schedule"))).filter(
      ([number]) => /^\d+$/.test(number),
    );
    assert.equal(first.at(-1), "Paid");
    assert.match(second.at(-1), /Next due/);
    await app.screenshot("schedule");

    await app.click("tab", "Payments");
    await app.click("button", /^Reverse 8,675\.74/);
    const reversal = await app.byRole("dialog");
    await app.click("button", "Reverse payment", { within: reversal });
    await app.hasError("Reason");
    await app.fill("Reason", "the check bounced", { within: reversal });
    await app.screenshot("reversal");
    await app.click("button", "Reverse payment", { within: reversal });
    await app.gone("dialog");
    await app.shows("Reversed");

    const { payments } = await app.call("payment.list", {});
    const history = await app.call("event.history", { aggregate_id: payments[0].loan_id, include_loan: true });
    const types = new Set(history.events.map((event) => event.event_type));
    for (const type of ["Payment.Received", "Payment.Processed", "Payment.Reversed"]) {
      assert.ok(types.has(type), `${type} is missing of ${[...types]}`);
    }
    await app.click("link", "Events");
    await app.shows("Payment.Reversed");
    await app.screenshot("events");
  });
});

test("what is more than is owed is asked, and a date in the future is refused beside its field", async () => {
  await withApplication({ name: "servicing-limits" }, async (app, folder) => {
    await startFunded(app, folder);
    const dialog = await recordPayment(app, { amount: "1000000", on: "2025-01-15" });
    await app.shows(/900,000\.00 is more than all that is owed/);
    const send = await app.byRole("button", "Record payment", { within: dialog });
    assert.equal(await send.isEnabled(), false);
    await app.screenshot("overpayment");

    await app.fill("Amount", "100", { within: dialog });
    await app.fill("Received on", "2999-01-01", { within: dialog });
    assert.match(await app.hasError("Received on", { within: dialog }), /Received on/);
    await app.fill("Received on", "2025-01-14", { within: dialog });
    await app.shows(/Received on must not be before [^.]*Jan 15, 2025/);
    await app.fill("Received on", "2025-01-15", { within: dialog });
    await app.fill("Amount", "0", { within: dialog });
    await app.shows(/Amount must/);
    await app.screenshot("refused");
  });
});

test("other terms are shown beside the present ones, and a payoff is quoted to the cent", async () => {
  await withApplication({ name: "servicing-terms" }, async (app, folder) => {
    await startFunded(app, folder);
    await app.click("button", "Modify");
    const dialog = await app.byRole("dialog");
    await app.fill("In force from", "2025-01-15", { within: dialog });
    await app.fill("Annual rate", "6", { within: dialog });
    // 100,000.00 over 12 months: 8,675.74 at 7.5 %, 8,606.64 at 6 %.
    await app.shows("8,606.64");
    const rows = await app.tableRows(await app.byRole("table", "What changes"));
    assert.deepEqual(
      rows.map(([terms, payment]) => [terms, payment]),
      [
        ["As it is", "8,675.74"],
        ["As it will be", "8,606.64"],
      ],
    );
    await app.fill("Reason", "a better rate", { within: dialog });
    await app.screenshot("modification");
    await app.click("button", "Modify loan", { within: dialog });
    await app.gone("dialog");
    const schedule = await steps.readSchedule(app);
    assert.equal(schedule[0][3], "8,606.64");
    await app.screenshot("schedules");

    await app.click("tab", "Payments");
    await app.click("button", "Payoff quote");
    await app.click("button", "Quote payoff");
    await app.shows("Each further day");
    await app.screenshot("payoff");
  });
});
