import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Application } from "./application";

/** More stops than any screen has. */
const MOST_STOPS = 120;

/** What has the focus is called; nothing while nothing has it. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return "";
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
    return (
      element.getAttribute("aria-label") ??
      (labels.map((label) => label.textContent).join(" ") || element.textContent)
    );
  });

/** Goes on by Tab until something of that name has the focus. */
const tabTo = async (page: Page, name: string) => {
  const passed: string[] = [];
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    const here = (await focused(page)).trim();
    if (here === name) return;
    passed.push(here);
  }
  throw new Error(`${name} is not reached by Tab; passed ${passed.join(" | ")}`);
};

const write = async (page: Page, typed: string) => {
  await page.keyboard.press("Control+a");
  await page.keyboard.type(typed);
};

describe("a draw, by the keys alone", () => {
  let application: Application;
  beforeAll(async () => {
    application = await Application.start("light");
    const { page } = application;
    await page.getByRole("button", { name: /Explore a sample portfolio/ }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Dashboard" }).waitFor();
  });
  afterAll(() => application.stop());

  it("is found in the inbox and opened", async () => {
    const { page } = application;
    await tabTo(page, "Draws");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Draws" }).waitFor();
    await page.getByText("To decide 1", { exact: true }).waitFor();
    await tabTo(page, "To decide 1");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.getByRole("grid", { name: "Drafts and draws sent back" }).waitFor();
    await tabTo(page, "Drafts and draws sent back");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: /^Draw 5 ·/ }).waitFor();
    await tabTo(page, "Continue writing");
    await page.keyboard.press("Enter");
    await page.getByRole("table", { name: "What is asked for, by line" }).waitFor();
  });

  it("says beside a line that it is over, and takes what is not", async () => {
    const { page } = application;
    await tabTo(page, "This request, Framing");
    await write(page, "50k");
    await page.getByText("Only 30,000.00 is left").waitFor();
    await tabTo(page, "Request draw…");
    await page.getByRole("tooltip").filter({ hasText: "50,000.00 is more than" }).waitFor();
    await page.keyboard.press("Enter");
    expect(await page.getByRole("dialog").count()).toBe(0);
    await page.getByRole("textbox", { name: "This request, Framing" }).waitFor();
    await tabTo(page, "This request, Framing");
    await write(page, "9,000");
    await page.keyboard.press("Enter");
    expect(await focused(page)).toBe("This request, Roofs");
    await write(page, "1,500.25");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Work done, Roofs");
    await page.keyboard.type("Ridge of unit 1");
    await page.getByText("Draft saved").waitFor();
  });

  it("is requested, and the dialog had the focus", async () => {
    const { page } = application;
    await tabTo(page, "Request draw…");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByRole("button", { name: "Request 10,500.25" }).waitFor();
    expect(await focused(page)).toBe("Request 10,500.25");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    // It goes back once the dialog is gone.
    await expect.poll(() => focused(page)).toBe("Request draw…");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByRole("button", { name: "Request 10,500.25" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("Requested", { exact: true }).first().waitFor();
    expect(await page.getByText("Ridge of unit 1").count()).toBeGreaterThan(0);
  });

  it("survived a window that was lost while it was typed", async () => {
    const { page } = application;
    await page.goto(`${page.url().split("#")[0]}#/loans`);
    await page.getByRole("row").filter({ hasText: "Harbor Row Builders LLC" }).first().click();
    await page.getByRole("tab", { name: "Draws & budget" }).click();
    await page.getByRole("button", { name: "New draw" }).click();
    await page.getByRole("textbox", { name: "This request, Interiors" }).fill("2,500");
    await page.getByText("Draft saved").waitFor();
    await page.reload();
    const interiors = page.getByRole("textbox", { name: "This request, Interiors" });
    await interiors.waitFor();
    expect(await interiors.inputValue()).toBe("2,500.00");
  });

  it("went without an uncaught error", () => {
    expect(application.complaints).toEqual([]);
  });
});
