// The main job: a loan is created, walked to funded, and its schedule and history are there to see.

import assert from "node:assert/strict";
import { test } from "node:test";

import { withApplication, withFolder } from "../support/application.mjs";
import * as steps from "../support/steps.mjs";

const STREAM = ["Loan.Created", ...Array(6).fill("Loan.StatusChanged"), "Loan.Funded"];

test("a loan of 100,000.00 at 7.5 % for 12 months pays 8,675.74 a month", async () => {
  await withApplication({ name: "first-loan" }, async (app, folder) => {
    await steps.createBook(app, folder);
    await steps.startLoan(app);
    await steps.typeTerms(app);
    await app.shows("8,675.74");
    await app.click("button", "Create loan");
    await app.byRole("heading", "L-00001 · Ada Lovelace");
    await steps.walkToClosing(app);
    await steps.fund(app);
    await app.screenshot("funded");

    steps.assertSchedule(await steps.readSchedule(app));
    await app.screenshot("schedule");

    const history = await steps.readHistory(app);
    await app.screenshot("history");
    assert.deepEqual(history.filter((type) => STREAM.includes(type)).toSorted(), STREAM.toSorted());
    assert.equal(history.filter((type) => type === "Payment.ScheduleCreated").length, 1);

    const runs = await steps.readHandlerRuns(app, "Loan.Funded");
    assert.match(runs, /PaymentScheduleCreator[\s\S]*Success/);
    await app.screenshot("handler-run");

    const handlers = await steps.readHandlers(app);
    const creator = handlers.find((row) => row.some((cell) => cell.includes("PaymentScheduleCreator")));
    assert.ok(creator?.includes("1"), `one success is counted: ${creator}`);
    await app.screenshot("handlers");
  });
});

test("a book is there again after the application was closed", async () => {
  await withFolder(async (folder) => {
    const address = await withApplication({ name: "reopen-before", folder }, async (app) => {
      const created = await steps.createBook(app, folder);
      await steps.createLoan(app);
      return created;
    });
    await withApplication({ name: "reopen-after", folder, args: [address] }, async (app) => {
      await app.byRole("heading", "Dashboard");
      await app.click("link", "Loans");
      await app.shows("L-00001");
      await app.shows("Ada Lovelace");
      await app.screenshot("loans");
    });
  });
});
