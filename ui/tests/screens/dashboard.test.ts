import type { Page } from "playwright-core";
import { type Screen, walkScreens } from "./walk-screens";

const link = (page: Page, name: string) => page.getByRole("link", { name, exact: true }).click();
const tab = (page: Page, name: string) => page.getByRole("tab", { name }).click();
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const dialogIsGone = (page: Page) => page.getByRole("dialog").waitFor({ state: "detached" });

/** So many days from now, as it can be typed. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const addFiling = async (page: Page, name: string, authority: string, due: number) => {
  await press(page, "New filing");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "What is to be filed" }).fill(name);
  await dialog.getByRole("textbox", { name: "Authority" }).fill(authority);
  await dialog.getByRole("textbox", { name: "Due on" }).fill(inDays(due));
  await press(page, "Save filing");
  await dialogIsGone(page);
};

const addLicence = async (page: Page, name: string, authority: string, expires: number) => {
  await press(page, "New licence");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "What it allows" }).fill(name);
  await dialog.getByRole("textbox", { name: "Authority" }).fill(authority);
  await dialog.getByRole("textbox", { name: "Number" }).fill("603-K251");
  await dialog.getByRole("textbox", { name: "Last day" }).fill(inDays(expires));
  await press(page, "Save licence");
  await dialogIsGone(page);
};

/** The start screen and compliance, in an order in which each is reached from the one before. */
const screens: Screen[] = [
  {
    name: "dashboard of an empty book",
    reach: async (page) => {
      await press(page, "Create a book");
      await page.getByRole("textbox", { name: "Organization" }).fill("Harbor Lending");
      await page.getByRole("textbox", { name: "Owner" }).fill("Dana Reyes");
      await press(page, "Create book");
      await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
      await page.getByRole("heading", { name: "No loans yet" }).waitFor();
      await page.getByRole("button", { name: "Import a file…" }).waitFor();
    },
  },
  {
    name: "dashboard",
    reach: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("textbox", { name: "Find anything, or run a command" }).fill("close book");
      await page.getByRole("dialog").getByText("Close book").click();
      await page.getByRole("button", { name: /Explore a sample portfolio/ }).click();
      await page.getByRole("table", { name: "To do" }).waitFor();
    },
  },
  {
    name: "dashboard, the months",
    reach: async (page) => {
      await page.getByRole("img", { name: "Chart: Maturities by month" }).waitFor();
      // The last first: what is opened moves those below it.
      for (const place of [2, 1, 0]) await page.getByText("As a table").nth(place).click();
      for (const table of ["Cash expected by month", "Maturities by month", "Overdue by age in days"]) {
        await page.getByRole("table", { name: table }).waitFor();
      }
      await page.getByRole("heading", { name: "Cash expected by month" }).scrollIntoViewIfNeeded();
      await page.getByRole("table", { name: "Maturities by month" }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "compliance log",
    reach: async (page) => {
      await link(page, "Compliance");
      await page.getByRole("grid", { name: "Log" }).getByRole("row").nth(3).waitFor();
    },
  },
  {
    name: "compliance log of payments",
    reach: async (page) => {
      await page.getByRole("combobox", { name: "About" }).selectOption("Payments and fees");
      await page
        .getByRole("row", { name: /Payment received/ })
        .first()
        .waitFor();
    },
  },
  {
    name: "audit export",
    reach: async (page) => {
      await press(page, "Export for an audit…");
      await page.getByRole("dialog").getByRole("textbox", { name: "File" }).waitFor();
    },
  },
  {
    name: "filings with their days left",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await dialogIsGone(page);
      await tab(page, "Filings");
      await addFiling(page, "Annual report", "State of Delaware", 9);
      await addFiling(
        page,
        "Report of mortgage lending activity",
        "California Department of Financial Protection",
        -4,
      );
      await addFiling(page, "Franchise tax", "State of Delaware", 200);
      await press(page, "Filed…: Franchise tax");
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: "Reference" }).fill("DE-2026-118822");
      await dialog.getByRole("button", { name: "Record as filed" }).click();
      await dialogIsGone(page);
      await page.getByText("DE-2026-118822").waitFor();
    },
  },
  {
    name: "new filing",
    reach: async (page) => {
      await press(page, "New filing");
      await page.getByRole("dialog").getByRole("textbox", { name: "Authority" }).waitFor();
    },
  },
  {
    name: "licences with their days left",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await dialogIsGone(page);
      await tab(page, "Licences");
      await addLicence(page, "Finance lender", "California Department of Financial Protection", 41);
      await addLicence(page, "Mortgage lender", "State of Oregon", 400);
    },
  },
  {
    name: "renew licence",
    reach: async (page) => {
      await press(page, "Renew…: Finance lender");
      await page.getByRole("dialog").getByRole("textbox", { name: "Last day" }).waitFor();
    },
  },
  {
    name: "dashboard with deadlines",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await dialogIsGone(page);
      await link(page, "Dashboard");
      await page.getByRole("row", { name: /Report of mortgage lending activity/ }).waitFor();
    },
  },
];

walkScreens("the dashboard and compliance", screens);
