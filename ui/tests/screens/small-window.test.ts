import { afterAll, beforeAll, expect, it } from "vitest";
import { Application } from "./application";

let application: Application;
beforeAll(async () => {
  application = await Application.start("light");
  const { page } = application;
  await page.getByRole("button", { name: /Explore a sample portfolio/ }).click();
  await page.getByRole("heading", { name: "Dashboard" }).waitFor();
});
afterAll(() => application.stop());

it.each([960, 1024])("a new loan's schedule does not scroll sideways at a width of %d", async (width) => {
  const { page } = application;
  await page.setViewportSize({ width, height: 768 });
  await page.getByRole("link", { name: "Loans", exact: true }).click();
  await page.getByRole("button", { name: "New loan" }).click();
  await page.getByRole("textbox", { name: "Principal" }).fill("1,250,000");
  await page.getByRole("textbox", { name: "Annual rate" }).fill("7.5");
  await page.getByRole("textbox", { name: "Term" }).fill("360");
  await page.getByTestId("schedule-row").first().waitFor();
  const widths = await page
    .getByRole("region", { name: "Payment schedule", exact: true })
    .evaluate((scroller) => [scroller.scrollWidth, scroller.clientWidth]);
  expect(widths[0]).toBe(widths[1]);
});
