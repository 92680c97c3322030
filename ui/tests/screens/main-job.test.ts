import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Application } from "./application";

/** The steps of the walk: the button that offers one, and the one that confirms it. */
const walk = [
  ["Submit", "Submit loan"],
  ["Start verification", "Move to verification"],
  ["Start underwriting", "Move to underwriting"],
  ["Approve", "Approve loan"],
  ["Start closing", "Move to closing"],
] as const;

describe("the main job", () => {
  let application: Application;
  afterEach(async () => {
    expect(await application.seriousFindings(), "what axe finds on the screen").toEqual([]);
  });
  beforeAll(async () => {
    application = await Application.start("light");
  });
  afterAll(() => application.stop());

  it("creates a book", async () => {
    const { page, folder } = application;
    await page.getByRole("button", { name: "Create a book" }).click();
    await page.getByRole("textbox", { name: "Organization" }).fill("Harbor Lending");
    expect(await page.getByRole("textbox", { name: "File" }).inputValue()).toBe(
      join(folder, "Harbor-Lending.lendingos"),
    );
    await page.getByRole("textbox", { name: "Owner" }).fill("Dana Reyes");
    await page.getByRole("button", { name: "Create book" }).click();
    await page.getByRole("heading", { name: "No loans yet" }).waitFor();
  });

  it("creates a loan, with the schedule beside its terms", async () => {
    const { page } = application;
    await page.getByRole("button", { name: "New loan" }).click();
    await page.getByRole("button", { name: "New borrower" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Ada Lovelace");
    await page.getByRole("button", { name: "Create borrower" }).click();
    await page.getByRole("textbox", { name: "Principal" }).fill("100k");
    await page.getByRole("textbox", { name: "Annual rate" }).fill("7.5");
    await page.getByRole("textbox", { name: "Term" }).fill("12");
    await page.getByRole("region", { name: "Schedule", exact: true }).getByText("8,675.74").first().waitFor();
    await page.getByRole("button", { name: "Create loan" }).click();
    await page.getByRole("heading", { level: 1, name: "L-00001 · Ada Lovelace" }).waitFor();
  });

  it("walks it to funded", async () => {
    const { page } = application;
    for (const [offered, confirmed] of walk) {
      await page.getByRole("button", { name: offered, exact: true }).click();
      await page.getByRole("dialog").getByRole("button", { name: confirmed }).click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
    await page.getByRole("button", { name: "Fund", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Funded date" }).fill("2026-01-31");
    await dialog.getByText("Feb 28, 2026").waitFor();
    await dialog.getByRole("button", { name: "Fund loan" }).click();
    await page.getByRole("status").getByText("Funded", { exact: true }).waitFor();
  });

  it("shows its schedule to the cent", async () => {
    const { page } = application;
    await page.getByRole("tab", { name: "Schedule" }).click();
    const rows = page.getByTestId("schedule-row");
    await rows.first().waitFor();
    expect(await rows.count()).toBe(12);
    expect(await rows.first().textContent()).toContain("Feb 28, 2026308,675.74625.008,050.7491,949.26");
    expect(await rows.nth(11).textContent()).toContain("0.00Scheduled");
    expect(await page.getByTestId("schedule-total").textContent()).toContain("100,000.00");
  });

  it("has the whole story in its history", async () => {
    const { page } = application;
    await page.getByRole("tab", { name: "History" }).click();
    await page.getByRole("treeitem", { name: /Loan.Funded/ }).click();
    await page.getByText("PaymentScheduleCreator").waitFor();
    await page.getByTestId("event-run").filter({ hasText: "Payment.Scheduled × 12" }).waitFor();
  });

  it("went without an uncaught error", () => {
    expect(application.complaints).toEqual([]);
  });
});
