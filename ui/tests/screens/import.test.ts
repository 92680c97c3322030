import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Application } from "./application";

describe("importing a file of loans", () => {
  let application: Application;
  beforeAll(async () => {
    application = await Application.start("light");
    const { page } = application;
    await page.getByRole("button", { name: "Create a book" }).click();
    await page.getByRole("textbox", { name: "Organization" }).fill("Cedar Lending");
    await page.getByRole("textbox", { name: "Owner" }).fill("Ada");
    await page.getByRole("button", { name: "Create book" }).click();
    await page.getByRole("heading", { name: "No loans yet" }).waitFor();
  });
  afterAll(() => application.stop());

  const file = (name: string) => join(application.folder, name);

  it("is reached from the empty list, asks what can be read in two ways, and names each problem", async () => {
    const { page } = application;
    await writeFile(
      file("loans.csv"),
      'Loan #,Borrower,Loan Amount,Rate,Term,Note date\nA-1,Ruth Adeyemi,"$100,000.00",7.5,12,03/04/2025\nA-2,Omar Haddad,lots,8,24,05/06/2025\n',
    );
    await page.getByRole("button", { name: "Import a file…" }).click();
    await page.getByRole("textbox", { name: "CSV or Excel file" }).fill(file("loans.csv"));
    await page.keyboard.press("Enter");
    const asked = page.getByRole("group", { name: "Which day is 03/04/2025?" });
    await asked.waitFor();
    expect(await page.getByRole("button", { name: "Import 2 rows" }).isDisabled()).toBe(true);
    await asked.getByRole("radio", { name: "Apr 3, 2025" }).check();
    const problem = page.getByRole("grid", { name: "Problems" }).getByRole("row").nth(1);
    await problem.waitFor();
    expect(await problem.textContent()).toContain(
      "3Loan AmountlotsPrincipal must be a number, such as 1,234.50",
    );
  });

  it("says what stands above the header, and asks which of two columns is the rate", async () => {
    const { page } = application;
    await writeFile(
      file("loans.csv"),
      'Loan tape\n\nLoan #,Borrower,Loan Amount,Rate,Interest rate,Term\nA-1,Ruth Adeyemi,"$100,000.00",7.5,8.5,12\n',
    );
    await page.getByRole("button", { name: "Check again" }).click();
    await page.getByText("Not read above it: Loan tape").waitFor();
    const header = page.getByRole("textbox", { name: "Names of columns are in row" });
    expect(await header.inputValue()).toBe("3");
    expect(await page.getByRole("button", { name: "Import 1 row" }).isDisabled()).toBe(true);
    await page.getByRole("combobox", { name: "What Interest rate is" }).selectOption("Annual rate (needed)");
    await page.getByText("Nothing is wrong with this file").waitFor();
    await header.fill("1");
    await header.press("Enter");
    await page.getByText("Nothing stands above it").waitFor();
  });

  it("imports the mended file, and leads to what it made", async () => {
    const { page } = application;
    await writeFile(
      file("loans.csv"),
      'Loan #,Borrower,Loan Amount,Rate,Term,Note date\nA-1,Ruth Adeyemi,"$100,000.00",7.5,12,03/04/2025\nA-2,Omar Haddad,"$5,000.00",8,24,13/06/2025\n',
    );
    await page.getByRole("button", { name: "Check again" }).click();
    await page.getByText("Nothing is wrong with this file").waitFor();
    const wouldCome = await page.getByRole("region", { name: "What would be made" }).textContent();
    expect(wouldCome).toContain("105,000.00");
    await page.getByRole("button", { name: "Import 2 rows" }).click();
    await page.getByText("loans.csv was imported").waitFor();
    await page.getByRole("link", { name: "Show loans" }).click();
    await page.getByRole("row").filter({ hasText: "Omar Haddad" }).waitFor();
  });

  it("went without an uncaught error", () => {
    expect(application.complaints).toEqual([]);
  });
});
