// What cannot be accepted is named beside its field, and nothing is created.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { PUBLISHER, withApplication, withFolder } from "../support/application.mjs";
import { says, start, stop } from "../support/processes.mjs";
import * as steps from "../support/steps.mjs";

const LETTER = "Dear Ada, this is a letter and no book.\n".repeat(200);

const CASES = [
  { field: "Principal", terms: { principal: "0" } },
  { field: "Principal", terms: { principal: "-5" } },
  { field: "Principal", terms: { principal: "100.001" } },
  { field: "Annual rate", terms: { rate: "100.01" } },
  { field: "Term", terms: { term: "0" } },
  { field: "Term", terms: { term: "1201" } },
];

test("terms that are not allowed are refused beside their field", async () => {
  await withApplication({ name: "bad-terms" }, async (app, folder) => {
    await steps.createBook(app, folder);
    await steps.startLoan(app);
    for (const { field, terms } of CASES) {
      await steps.typeTerms(app, terms);
      await app.click("button", "Create loan");
      await app.hasError(field);
      if (terms === CASES.at(-1).terms) await app.screenshot("refused");
      // The next case has to be refused for itself.
      await steps.typeTerms(app);
      await app.hasNoError(field);
    }
    await app.click(["link", "button"], "Loans");
    await app.shows("No loans yet");
  });
});

test("an impossible date is refused beside its field", async () => {
  await withApplication({ name: "bad-date" }, async (app, folder) => {
    await steps.createBook(app, folder);
    await steps.startLoan(app);
    await steps.typeTerms(app);
    await app.fill("Planned funding date", "2025-02-30");
    await app.click("button", "Create loan");
    await app.hasError("Planned funding date");
    await app.click(["link", "button"], "Loans");
    await app.shows("No loans yet");
  });
});

test("what the window does not offer, its bridge refuses", async () => {
  await withApplication({ name: "bridge" }, async (app, folder) => {
    await steps.createBook(app, folder);
    await steps.createLoan(app);
    const loan = (await app.call("loan.list", {})).loans[0].loan_id;
    const nobody = "01a208c2-2efc-7081-b1b4-6f4b653ab8e9";
    for (const [name, input, code, field] of [
      ["loan.list", { colour: "red" }, "unknown_field", "colour"],
      ["loan.get", { loan_id: nobody }, "not_found", "loan_id"],
      ["loan.transition", { loan_id: loan, to: "funded" }, "transition_not_allowed", "to"],
    ]) {
      const refusal = await app.call(name, input);
      assert.deepEqual([refusal.code, refusal.field], [code, field]);
    }
    assert.equal((await app.call("loan.get", { loan_id: loan })).status, "draft");
  });
});

test("a file that is not a book is refused", async () => {
  await withApplication({ name: "not-a-book" }, async (app, folder) => {
    const file = join(folder, "letter.lendingos");
    writeFileSync(file, LETTER);
    await openBook(app, file);
    await app.shows("This file is not a book");
    await app.screenshot("not-a-book");
  });
});

test("a book that is not there is refused", async () => {
  await withApplication({ name: "missing-book" }, async (app, folder) => {
    await openBook(app, join(folder, "nowhere.lendingos"));
    await app.shows("There is no book at this place");
  });
});

test("a file named at the start that is not a book is said to be none", async () => {
  await withFolder(async (folder) => {
    const file = join(folder, "letter.lendingos");
    writeFileSync(file, LETTER);
    await withApplication({ name: "not-a-book-at-start", folder, args: [file] }, async (app) => {
      await app.shows("This file is not a book");
    });
  });
});

test("a book from a newer release is refused", async () => {
  await withFolder(async (folder) => {
    const address = await withApplication({ name: "newer-before", folder }, (app) => steps.createBook(app, folder));
    execFileSync(PUBLISHER, [address, "newer"]);
    await withApplication({ name: "newer", folder, args: [address] }, async (app) => {
      await app.shows("This book is from a newer release");
      await app.screenshot("refused");
    });
  });
});

test("a book that another process is writing keeps what was typed until it is free", async () => {
  await withApplication({ name: "busy-book" }, async (app, folder) => {
    const address = await steps.createBook(app, folder);
    const other = start(PUBLISHER, [address, "hold"], { env: process.env, output: "pipe" });
    try {
      await says(other, "holding");
      await app.click(["link", "button"], "New loan", { first: true });
      await app.click("button", "New borrower");
      const dialog = await app.byRole("dialog");
      await app.fill("Name", "Ada Lovelace", { within: dialog });
      await app.click("button", "Create borrower", { within: dialog });
      await app.shows("Another program is writing to this book");
      await app.screenshot("busy");
    } finally {
      await stop(other);
    }
    await app.click("button", "Create borrower");
    await app.gone("dialog");
    await app.byText("Ada Lovelace added to contacts");
  });
});

async function openBook(app, file) {
  await app.click("button", "Open a book");
  await app.fill("Book file", file);
  await app.click("button", "Open book");
}
