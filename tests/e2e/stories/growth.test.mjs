// A book of more than a year: its growth, its archive, and what the archive still answers.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { PUBLISHER, withApplication, withFolder } from "../support/application.mjs";

test("old events are archived, read through, missed and found again", async () => {
  await withFolder(async (folder) => {
    const book = join(folder, "harbor.lendingos");
    execFileSync(PUBLISHER, [book, "aged"]);
    await withApplication({ folder, name: "growth", args: [book] }, async (app) => {
      // What fell due while the book was closed is recorded when it opens; here, before anything is compared.
      await app.call("servicing.run_day", {});
      await app.click("link", "Settings");
      await app.click("tab", "Integrity");
      await app.shows("Events in the log");
      await app.screenshot("growth");
      await app.fill("File", join(folder, "end.json"));
      await app.click("button", "Keep the end");
      await app.shows("Written: position");

      const [loan] = (await app.call("loan.list", { limit: 1, offset: 14 })).loans;
      const history = () => app.call("event.history", { aggregate_id: loan.loan_id, include_loan: true });
      const before = await history();
      await app.click("button", "Archive older events…");
      await app.fill("Recorded before", "2026-01-01");
      await app.shows("Events that stay");
      await app.screenshot("plan");
      await app.click("button", /^Archive [\d,]+ events$/);
      await app.shows(/events are archived/);
      await app.screenshot("archived");
      await app.click("button", "Close", { first: true });
      const { archives } = await app.call("book.statistics", {});
      assert.equal(archives.length, 1);
      assert.ok(existsSync(archives[0].path), archives[0].path);
      assert.deepEqual(await history(), before);

      await app.fill("Kept end of the chain", join(folder, "end.json"));
      await app.click("button", "Verify");
      await app.shows("The book is sound");
      await app.shows("The kept end is part of the chain");
      await app.screenshot("verified");

      renameSync(archives[0].path, `${archives[0].path}.away`);
      await app.click("link", "Loans");
      await (await app.byText(loan.number)).click();
      await app.click("tab", "History");
      await app.shows(archives[0].path);
      await app.screenshot("missing");
      renameSync(`${archives[0].path}.away`, archives[0].path);
      await app.click("button", "Try again");
      await app.shows("Loan.Funded");
      await app.click("button", "Show this loan as of…");
      await app.fill("As known on", "2025-01-20");
      await app.click("button", "Show");
      await app.shows("Past state, not editable");
      await app.screenshot("as-of");
    });
  });
});
