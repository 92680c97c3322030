// What is to be done, on the dashboard: a payment that is late, a filing until it is filed, a licence until it is
// renewed. Then the log of all of it, and its export, checked by whoever has only the file and Python.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { withApplication } from "../support/application.mjs";
import { until } from "../support/processes.mjs";
import * as steps from "../support/steps.mjs";

/** The rows of what is to be done, as soon as they are as wanted. */
async function todoOnDashboard(app, wanted) {
  await app.click("link", "Dashboard");
  const table = await app.byRole("table", "To do");
  return until(
    async () => {
      const rows = await app.tableRows(table);
      return wanted(rows) && rows;
    },
    async () => `it is not to be done as it should; the window shows:\n${await app.text()}`,
  );
}

const has = (what) => (rows) => rows.some(([about]) => about === what);
const hasNo = (what) => (rows) => !has(what)(rows);
const rowOf = (what, rows) => rows.find(([about]) => about === what);

async function showFigures(app) {
  const rows = await todoOnDashboard(app, has("L-00001 · Ada Lovelace"));
  const [, kind, , left, amount] = rowOf("L-00001 · Ada Lovelace", rows);
  assert.deepEqual([kind, amount], ["Payment overdue", "8,675.74"]);
  // Forty days after the funding, the first payment is a month and some days old.
  assert.match(left, /^(9|1[0-2]) days overdue$/);
  for (const figure of ["Outstanding · 1 loan\n100,000.00", "Average rate\n7.5%", "Overdue · 1 loan\n8,675.74"]) {
    await app.shows(figure);
  }
  for (const chart of ["Cash expected by month", "Maturities by month", "Overdue by age in days"]) {
    await app.byRole("img", `Chart: ${chart}`);
  }
  await app.screenshot("dashboard");
  const [asTable] = await app.allByText("As a table");
  await asTable.click();
  const months = await app.tableRows(await app.byRole("table", "Cash expected by month"));
  assert.equal(months.length, 12);
  assert.ok(
    months.some(([, , , total]) => total === "8,675.74"),
    `a payment is expected: ${months}`,
  );
  await app.screenshot("expected");
}

async function addFiling(app) {
  await app.click("link", "Compliance");
  await app.click("tab", "Filings");
  await app.click("button", "New filing");
  const dialog = await app.byRole("dialog");
  await app.click("button", "Save filing", { within: dialog });
  await app.hasError("Due on", { within: dialog });
  await app.fill("What is to be filed", "Annual report", { within: dialog });
  await app.fill("Authority", "State of Delaware", { within: dialog });
  await app.fill("Due on", steps.inDays(12), { within: dialog });
  await app.selectNative("Due again", /Only once/);
  await app.click("button", "Save filing", { within: dialog });
  await app.gone("dialog");
  const [, kind, , left] = rowOf("Annual report", await todoOnDashboard(app, has("Annual report")));
  assert.deepEqual([kind, left], ["To be filed", "12 days left"]);
  await app.screenshot("filing-to-do");
}

/** From what is to be done to where it is done. */
async function completeFiling(app) {
  await app.click("link", "Annual report");
  await app.click("button", "Filed…: Annual report");
  const dialog = await app.byRole("dialog");
  await app.fill("Reference", "DE-118822", { within: dialog });
  await app.click("button", "Record as filed", { within: dialog });
  await app.gone("dialog");
  await app.shows("DE-118822");
  await app.screenshot("filed");
  await todoOnDashboard(app, hasNo("Annual report"));
}

async function addAndRenewLicence(app) {
  await app.click("link", "Compliance");
  await app.click("tab", "Licences");
  await app.click("button", "New licence");
  const dialog = await app.byRole("dialog");
  await app.fill("What it allows", "Finance lender", { within: dialog });
  await app.fill("Authority", "California DFPI", { within: dialog });
  await app.fill("Number", "603-K251", { within: dialog });
  await app.fill("Last day", steps.inDays(20), { within: dialog });
  await app.click("button", "Save licence", { within: dialog });
  await app.gone("dialog");
  const [, kind, , left] = rowOf("Finance lender", await todoOnDashboard(app, has("Finance lender")));
  assert.deepEqual([kind, left], ["Licence expires", "20 days left"]);

  await app.click("link", "Finance lender");
  await app.click("button", "Renew…: Finance lender");
  const renewal = await app.byRole("dialog");
  await app.fill("Last day", steps.inDays(385), { within: renewal });
  await app.click("button", "Record the renewal", { within: renewal });
  await app.gone("dialog");
  await app.shows("385 days left");
  await app.screenshot("renewed");
  await todoOnDashboard(app, hasNo("Finance lender"));
}

/** The log, narrowed down to what was done of filings and licences, the newest first. */
async function readLog(app) {
  await app.click("link", "Compliance");
  await app.click("tab", "Log");
  await app.shows("Loan funded");
  await app.screenshot("log");
  await app.selectNative("About", /Filings and licences/);
  await app.shows("4 entries");
  await app.screenshot("log-of-deadlines");
  const rows = await app.tableRows(await app.byRole("grid", "Log"));
  return rows.filter((cells) => cells.length > 0).map(([, , who, what]) => [who, what]);
}

/** The program of docs/AUDIT.md, as a reader copies it. */
function auditProgram(folder) {
  const page = readFileSync(new URL("../../../docs/AUDIT.md", import.meta.url), "utf8");
  const path = join(folder, "check.py");
  writeFileSync(path, page.split("```python\n")[1].split("```")[0]);
  return path;
}

async function exportAndCheck(app, folder) {
  const file = join(folder, "compliance.ndjson");
  await app.click("button", "Export for an audit…");
  const dialog = await app.byRole("dialog");
  await app.fill("File", file, { within: dialog });
  await app.screenshot("export");
  await app.click("button", "Export", { within: dialog });
  await app.gone("dialog");
  await app.shows(/entries written to/);

  const { total } = await app.call("compliance.log", { limit: 1 });
  const program = auditProgram(folder);
  const said = execFileSync("python3", [program, file], { encoding: "utf8" });
  assert.ok(said.startsWith(`${total} entries of Harbor Private Lending are as they were written`), said);
  const forged = join(folder, "forged.ndjson");
  writeFileSync(forged, readFileSync(file, "utf8").replaceAll("100000.00", "900000.00"));
  const refused = spawnSync("python3", [program, forged], { encoding: "utf8" });
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /^entry \d+ is not as it was written/);
}

test("what is to be done stands on the dashboard until it is done, and the log proves that it was", async () => {
  await withApplication({ name: "compliance" }, async (app, folder) => {
    await steps.createBook(app, folder);
    await app.byRole("heading", "No loans yet");
    await app.screenshot("empty-book");
    await steps.createLoan(app);
    await steps.walkToClosing(app);
    await steps.fund(app, { funded: steps.inDays(-40) });

    await showFigures(app);
    await addFiling(app);
    await completeFiling(app);
    await addAndRenewLicence(app);
    assert.deepEqual(await readLog(app), [
      ["Mara Lind", "Licence renewed"],
      ["Mara Lind", "Licence entered"],
      ["Mara Lind", "Filing completed"],
      ["Mara Lind", "Filing entered"],
    ]);
    await exportAndCheck(app, folder);
  });
});
