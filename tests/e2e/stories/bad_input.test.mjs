// What cannot be accepted is named beside its field, and nothing is created.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { withApplication, withFolder } from "../support/application.mjs";
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

async function openBook(app, file) {
  await app.click("button", "Open a book");
  await app.fill("Book file", file);
  await app.click("button", "Open book");
}
