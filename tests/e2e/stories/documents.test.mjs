// The papers of a loan: made by its funding, shown, compared, saved and read; then a template that fails on one loan
// alone, how that is found, and the way back.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

import { Key } from "selenium-webdriver";

import { withApplication } from "../support/application.mjs";
import { until } from "../support/processes.mjs";
import * as steps from "../support/steps.mjs";

const PAPERS = ["Amortization schedule", "Closing statement", "Promissory note"];
const HEAD = ['#import "letterhead.typ": *', "#show: letter"];
const BROKEN = [...HEAD, "#nothing"].join(Key.ENTER);
// The sample, on which a template is tried, is another loan.
const BROKEN_FOR_ONE = [...HEAD, '#if data.loan_number == "L-00002" { data.nothing }', "#data.borrower.name"].join(
  Key.ENTER,
);

async function fundLoan(app, loan) {
  await steps.createLoan(app, loan);
  await steps.walkToClosing(app);
  await steps.fund(app);
  await app.click("tab", "Documents");
}

/** The titles of the loan's documents, as soon as there are three. */
async function readPapers(app) {
  const table = await app.byRole("table", "Documents");
  const rows = await until(
    async () => {
      const now = await app.tableRows(table);
      return now.length === PAPERS.length && now;
    },
    async () => `there are not three documents; the window shows:\n${await app.text()}`,
  );
  return rows.map(([title]) => title).toSorted();
}

/** Waits until the picture of a page is drawn: an image that cannot be read has no width. */
async function pageIsDrawn(app, name) {
  const image = await app.byRole("img", name);
  const drawn = "const [image] = arguments; return image.complete && image.naturalWidth > 0";
  await until(
    () => app.driver.executeScript(drawn, image),
    () => `the picture ${name} is not drawn`,
  );
}

function textOf(pdf) {
  return execFileSync("pdftotext", ["-layout", pdf, "-"], { encoding: "utf8" });
}

async function openTemplate(app) {
  await app.click("link", "Settings");
  await app.click("tab", "Documents");
  await app.click("link", "Promissory note");
  await pageIsDrawn(app, /^Preview, page 1/);
}

test("a funding makes three documents, and a template that fails is found and taken back", async () => {
  await withApplication({ name: "documents" }, async (app, folder) => {
    await steps.createBook(app, folder);
    await fundLoan(app);
    assert.deepEqual(await readPapers(app), PAPERS);
    await app.screenshot("papers");

    await app.click("link", "Promissory note");
    await pageIsDrawn(app, "Promissory note, page 1 of 1");
    await app.click("button", "Make again and compare");
    await app.shows("Made again, it is the same to the byte.");
    await app.screenshot("note");

    // The system's own dialog asks for the place; what the window then sends is this.
    const [loan] = (await app.call("loan.list", { limit: 1 })).loans;
    const { documents } = await app.call("document.list", { loan_id: loan.loan_id });
    for (const { kind, document_id: id } of documents) {
      const path = join(folder, `${kind}.pdf`);
      const { saved_to: saved } = await app.call("document.get", { document_id: id, save_to: path });
      assert.equal(saved, path);
      const words = textOf(path);
      for (const word of ["Ada Lovelace", "8,675.74", "104,108.91"]) assert.ok(words.includes(word), `${kind}: ${word}`);
    }

    await app.click("link", "Documents of the loan");
    await app.click("button", "New document");
    await app.click("menuitem", "Borrower statement");
    await app.fill("From", "2025-01-01");
    await app.fill("To", "2025-12-31");
    await app.click("button", "Make document");
    await pageIsDrawn(app, "Loan statement, page 1 of 1");
    await app.screenshot("statement");

    await openTemplate(app);
    await app.screenshot("template");
    await app.fill("Template", BROKEN);
    await app.shows("Line 3: unknown variable: nothing");
    await app.click("button", "Save template");
    assert.match(await app.hasError("Template"), /line 3/);
    await app.screenshot("template-refused");
    await app.fill("Template", BROKEN_FOR_ONE);
    await app.hasNoError("Template");
    await app.click("button", "Save template");
    await app.shows("Changed");
    await app.notShows("Not saved");

    await fundAnother(app);
    await app.click("link", "Edit the template");
    await app.shows(/Line 3: .*nothing/);
    await app.screenshot("template-at-fault");
    await app.click("button", /^Back to the program's own/);
    const dialog = await app.byRole("dialog");
    await app.click("button", "Back to the program's own", { within: dialog });
    await app.gone("dialog");
    await pageIsDrawn(app, /^Preview, page 1/);

    await app.click("link", "Loans");
    await (await app.byText("L-00002")).click();
    await app.click("tab", "Documents");
    await app.click("button", "Make them now");
    assert.deepEqual(await readPapers(app), PAPERS);
    await app.gone("alert");
    await app.screenshot("made-after-all");

    await app.click("link", "Loans");
    await app.click("button", "Portfolio report");
    await pageIsDrawn(app, /^Portfolio report, page 1/);
    await app.screenshot("portfolio");
  });
});

/** The loan on which the template fails: it is funded all the same, and says which line it was. */
async function fundAnother(app) {
  await app.click("link", "Loans");
  await fundLoan(app, { ...steps.LOAN, borrower: "Bo Reed" });
  await app.shows(/template promissory_note, line 3/);
  await app.byText("Funded", { selector: "[role=status] *" });
  assert.deepEqual(await app.allByRole("table", "Documents"), []);
  await app.screenshot("not-made");
  await app.click("link", "Show the event");
  await app.shows(/DocumentGenerator[\s\S]*line 3/);
  await app.screenshot("failed-event");
  await app.click("tab", "Documents");
}
