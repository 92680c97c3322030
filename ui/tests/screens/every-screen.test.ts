import { mkdir } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Application } from "./application";
import type { Screen } from "./walk-screens";

/** Pictures of the screens, to be looked at. */
const pictures = "test-results/screens";

const link = (page: Page, name: string) => page.getByRole("link", { name, exact: true }).click();
const tab = (page: Page, name: string) => page.getByRole("tab", { name }).click();
const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name }).first().waitFor();

const fundedLoan = async (page: Page) => {
  await link(page, "Loans");
  await page.getByRole("row").filter({ hasText: "Funded" }).first().click();
  await page.getByRole("tab", { name: "Overview" }).waitFor();
};

/** Each screen, in an order in which each is reached from the one before. */
const screens: Screen[] = [
  {
    name: "book from events",
    reach: async (page) => {
      await page.getByRole("button", { name: "Make a book from exported events" }).click();
      await page
        .getByRole("textbox", { name: /Events file/ })
        .fill("/nowhere/Cedar-events-2026-11-26.ndjson.gz");
      await page.getByRole("button", { name: "Make book" }).click();
      await page.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "open shared book",
    reach: async (page) => {
      await page.getByRole("button", { name: "Back" }).click();
      await page.getByRole("button", { name: "Open a book" }).click();
      await page.getByText("Shared server", { exact: true }).click();
      await page.getByRole("textbox", { name: "Host" }).fill("localhost");
      await page.getByRole("textbox", { name: "Port" }).fill("54320000");
      await page.getByRole("button", { name: "Open book" }).click();
      await page.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "create shared book",
    reach: async (page) => {
      await page.getByRole("button", { name: "Back" }).click();
      await page.getByRole("button", { name: "Create a book" }).click();
      await page.getByText("Shared server", { exact: true }).click();
      await page.getByRole("button", { name: "Create book" }).click();
      await page.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "dashboard",
    reach: async (page) => {
      await page.getByRole("button", { name: "Back" }).click();
      await page.getByRole("button", { name: /Explore a sample portfolio/ }).click();
      await page.getByRole("img", { name: "Chart: Maturities by month" }).waitFor();
    },
  },
  {
    name: "loans",
    reach: async (page) => {
      await link(page, "Loans");
      await page.getByRole("row").nth(1).waitFor();
    },
  },
  {
    name: "palette",
    reach: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("textbox").fill("loan");
    },
  },
  {
    name: "new loan",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "New loan" }).click();
      await page.getByRole("textbox", { name: "Principal" }).fill("0");
      await page.getByRole("button", { name: "Create loan" }).click();
      await page.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  { name: "loan", reach: fundedLoan },
  {
    name: "loan schedule",
    reach: async (page) => {
      await tab(page, "Schedule");
      await page.getByTestId("schedule-row").first().waitFor();
    },
  },
  {
    name: "interest of a payment",
    reach: async (page) => {
      await page.getByTestId("schedule-row").getByRole("button").first().click();
      await page.getByRole("dialog").getByRole("table", { name: "Day by day" }).waitFor();
    },
  },
  {
    name: "modify loan",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await tab(page, "Overview");
      await page.getByRole("button", { name: "Modify", exact: true }).click();
      await page.getByRole("dialog").getByRole("textbox", { name: "Annual rate" }).fill("5");
      await page.getByRole("dialog").getByRole("table", { name: "What changes" }).waitFor();
    },
  },
  {
    name: "mark as defaulted",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Mark as defaulted" }).click();
      await page.getByRole("dialog").getByText("Total owed").waitFor();
    },
  },
  {
    name: "loan notes",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await tab(page, "Notes");
      await page.getByRole("textbox", { name: "Write a note" }).fill("Roof inspected");
      await page.getByRole("button", { name: "Add note" }).click();
      await page.getByRole("listitem").filter({ hasText: "Roof inspected" }).waitFor();
    },
  },
  {
    name: "loan parties",
    reach: async (page) => {
      await tab(page, "Parties");
      await page.getByRole("table", { name: "Parties" }).waitFor();
    },
  },
  {
    name: "add party",
    reach: async (page) => {
      await page.getByRole("button", { name: "Add party" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Add party" }).press("Enter");
      await page.getByRole("dialog").locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "add collateral",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await tab(page, "Collateral");
      await page.getByRole("button", { name: "Add collateral" }).click();
      await page.getByRole("dialog").getByRole("textbox", { name: "Address" }).fill("12 Cedar Street");
    },
  },
  {
    name: "loan collateral",
    reach: async (page) => {
      await page.getByRole("dialog").getByRole("button", { name: "Add collateral" }).press("Enter");
      await page.getByRole("region", { name: "12 Cedar Street" }).waitFor();
    },
  },
  {
    name: "value of a property",
    reach: async (page) => {
      await page.getByRole("button", { name: "Value of 12 Cedar Street" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: "Value", exact: true }).fill("500,000");
      await dialog.getByRole("textbox", { name: "Source" }).fill("Appraiser");
      await dialog.getByRole("button", { name: "Record value" }).click();
      await page.getByRole("table", { name: "Valuations: 12 Cedar Street" }).waitFor();
    },
  },
  {
    name: "change property",
    reach: async (page) => {
      await page.getByRole("button", { name: "Change property 12 Cedar Street" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: "Insured until" }).fill("Jan 1, 2020");
      await dialog.getByRole("button", { name: "Save property" }).click();
      await dialog.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "change lien",
    reach: async (page) => {
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: "Insurer" }).fill("Bay Mutual");
      await dialog.getByRole("button", { name: "Save property" }).click();
      await page.getByText("Insurance expired").waitFor();
      await page.getByRole("button", { name: "Change lien: 12 Cedar Street" }).click();
      await dialog.getByRole("textbox", { name: "Lien position" }).fill("first");
      await dialog.getByRole("button", { name: "Save collateral" }).click();
      await dialog.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "released collateral",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Add collateral" }).click();
      const dialog = page.getByRole("dialog");
      await dialog
        .getByRole("textbox", { name: "Address" })
        .fill("7 Alder Way, Portland, Oregon 97201, the lot behind the mill");
      await dialog.getByRole("button", { name: "Add collateral" }).press("Enter");
      await page.getByRole("button", { name: /Release 7 Alder Way/ }).click();
      await dialog.getByRole("textbox", { name: "Reason" }).fill("Sold");
      await dialog.getByRole("button", { name: "Release", exact: true }).click();
      await page.getByRole("table", { name: "Released" }).waitFor();
    },
  },
  {
    name: "properties",
    reach: async (page) => {
      await link(page, "Contacts");
      await tab(page, "Properties");
      await page.getByRole("grid", { name: "Properties" }).getByRole("row").nth(2).waitFor();
    },
  },
  {
    name: "new property",
    reach: async (page) => {
      await page.getByRole("button", { name: "New property" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Save property" }).click();
      await page.getByRole("dialog").locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "property",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("grid", { name: "Properties" }).getByText("12 Cedar Street").click();
      await page.getByRole("table", { name: "Valuations: 12 Cedar Street" }).waitFor();
    },
  },
  {
    name: "remove property",
    reach: async (page) => {
      await link(page, "Properties");
      await page.getByRole("grid", { name: "Properties" }).getByText("7 Alder Way").click();
      await page.getByRole("button", { name: /Remove property/ }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Remove property" }).click();
      await page.getByRole("dialog").locator("[aria-invalid=true]").waitFor();
    },
  },
  {
    name: "removed property",
    reach: async (page) => {
      await page.getByRole("dialog").getByRole("textbox", { name: "Reason" }).fill("Entered twice");
      await page.keyboard.press("Enter");
      await page.getByText("Removed", { exact: true }).waitFor();
    },
  },
  {
    name: "search",
    reach: async (page) => {
      await link(page, "Properties");
      await page.getByRole("grid", { name: "Properties" }).getByText("12 Cedar Street").click();
      await page.getByRole("link", { name: /^L-/ }).click();
      await page.getByRole("region", { name: "12 Cedar Street" }).waitFor();
      await page.keyboard.press("Control+k");
      await page.getByRole("textbox", { name: "Find anything, or run a command" }).fill("cedar str");
      await page.getByRole("dialog").getByText("12 Cedar Street").first().waitFor();
    },
  },
  {
    name: "loan payments",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await tab(page, "Payments");
      await page.getByRole("region", { name: "Payments received" }).waitFor();
    },
  },
  {
    name: "charge fee",
    reach: async (page) => {
      await page.getByRole("button", { name: "Charge fee" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Charge fee" }).click();
      await page.getByRole("dialog").locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "payoff quote",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Payoff quote" }).click();
      await page.getByRole("button", { name: "Quote payoff" }).click();
      await page.getByRole("dialog").getByText("Each further day").waitFor();
    },
  },
  {
    name: "loan documents",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await tab(page, "Documents");
      await page.getByRole("table", { name: "Documents" }).waitFor();
    },
  },
  {
    name: "new document",
    reach: async (page) => {
      await page.getByRole("button", { name: "New document" }).click();
      await page.getByRole("menuitem", { name: "Payoff letter" }).waitFor();
    },
  },
  {
    name: "make a statement",
    reach: async (page) => {
      await page.getByRole("menuitem", { name: "Borrower statement" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox", { name: "From" }).fill("2026-03-01");
      await dialog.getByRole("textbox", { name: "To", exact: true }).fill("2026-02-01");
      await dialog.getByRole("button", { name: "Make document" }).click();
      await dialog.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "document",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("link", { name: "Amortization schedule" }).click();
      await page.getByRole("img", { name: "Amortization schedule, page 1 of 1" }).waitFor();
    },
  },
  {
    name: "document made again",
    reach: async (page) => {
      await page.getByRole("combobox", { name: "Zoom" }).selectOption("Whole page");
      await page.getByRole("button", { name: "Make again and compare" }).click();
      await page.getByText("Made again, it is the same to the byte.").waitFor();
    },
  },
  {
    name: "portfolio report",
    reach: async (page) => {
      await page.getByRole("combobox", { name: "Zoom" }).selectOption("Page width");
      await link(page, "Loans");
      await page.getByRole("button", { name: "Portfolio report" }).click();
      await page.getByRole("img", { name: /^Portfolio report, page 1/ }).waitFor();
    },
  },
  {
    name: "documents",
    reach: async (page) => {
      await link(page, "All documents");
      await page.getByRole("grid", { name: "Documents" }).waitFor();
    },
  },
  {
    name: "payments due",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await link(page, "Payments");
      await page.getByRole("grid", { name: "Payments due" }).waitFor();
    },
  },
  {
    name: "late payments",
    reach: async (page) => {
      await page.getByText("Late", { exact: true }).first().click();
      await page.getByRole("grid", { name: "Late payments" }).waitFor();
    },
  },
  {
    name: "record payment",
    reach: async (page) => {
      await page.getByRole("grid", { name: "Late payments" }).getByRole("row").nth(1).click();
      await page.getByRole("dialog").getByRole("table", { name: "Where the payment goes" }).waitFor();
    },
  },
  {
    name: "payments received",
    reach: async (page) => {
      await page.getByRole("dialog").getByRole("button", { name: "Record payment" }).click();
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await page.getByText("Received", { exact: true }).first().click();
      await page.getByRole("grid", { name: "Payments received" }).waitFor();
    },
  },
  {
    name: "reverse payment",
    reach: async (page) => {
      await page.getByRole("grid").getByRole("row").nth(1).click();
      await page
        .getByRole("button", { name: /^Reverse/ })
        .first()
        .click();
      await page.getByRole("dialog").getByRole("textbox", { name: "Reason" }).waitFor();
    },
  },
  {
    name: "loan history",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await fundedLoan(page);
      await tab(page, "History");
      await page.getByRole("treeitem", { name: /Loan.Funded/ }).click();
      await page.getByText("PaymentScheduleCreator").waitFor();
    },
  },
  {
    name: "loan as of a moment",
    reach: async (page) => {
      await page.getByRole("button", { name: "Loan as of this moment" }).click();
      await page.getByRole("dialog").getByRole("status").waitFor();
    },
  },
  {
    name: "loan as of a refused date",
    reach: async (page) => {
      await page.getByRole("textbox", { name: "As known on" }).fill("1999-01-01");
      await page.getByRole("dialog").getByRole("button", { name: "Show", exact: true }).click();
      await page.getByRole("dialog").locator("[aria-invalid=true]").waitFor();
    },
  },
  {
    name: "balances",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await link(page, "Loans");
      await page.getByRole("button", { name: "Balances as of…" }).click();
      await page.getByRole("dialog").getByRole("row").nth(1).waitFor();
    },
  },
  {
    name: "funds",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await link(page, "Funds");
      await page.getByRole("grid", { name: "Funds" }).waitFor();
    },
  },
  {
    name: "new fund",
    reach: async (page) => {
      await page.getByRole("button", { name: "New fund" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Create fund" }).click();
      await page.getByRole("dialog").locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "fund",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("row").nth(1).click();
      await page.getByRole("table", { name: "Investors" }).waitFor();
    },
  },
  {
    name: "capital call",
    reach: async (page) => {
      await page.getByRole("button", { name: "Call capital" }).click();
      await page.getByRole("dialog").getByRole("textbox", { name: "Amount" }).fill("100,000.01");
      await page.getByRole("dialog").getByRole("table", { name: "What is whose" }).waitFor();
    },
  },
  {
    name: "refused allocation",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Allocate", exact: true }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("combobox", { name: "Loan" }).click();
      await page.getByRole("option").first().click();
      await dialog.getByRole("textbox", { name: "Amount" }).fill("9,000,000");
      await dialog.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "distribution",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Distribute" }).click();
      await page.getByRole("dialog").getByRole("textbox", { name: "Amount" }).fill("1,000.01");
      await page.getByRole("dialog").getByRole("table", { name: "What is whose" }).waitFor();
    },
  },
  {
    name: "fund entries",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByText("All entries", { exact: true }).click();
      await page.getByRole("table", { name: "All entries" }).waitFor();
    },
  },
  {
    name: "investor statement",
    reach: async (page) => {
      await page.getByText("Overview", { exact: true }).click();
      await page.getByRole("link", { name: "Nadia Petrov" }).click();
      await page.getByRole("table", { name: "Movements" }).waitFor();
    },
  },
  {
    name: "document of a statement",
    reach: async (page) => {
      await page.getByRole("button", { name: "Make document…" }).click();
      await page.getByRole("dialog").getByRole("textbox", { name: "File" }).waitFor();
    },
  },
  {
    name: "shared loan",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await link(page, "Loans");
      await page.getByRole("row").filter({ hasText: "Greta Lindqvist" }).click();
      await page.getByRole("table", { name: "Lenders" }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "shares of a loan",
    reach: async (page) => {
      await page.getByRole("button", { name: "Change shares…" }).click();
      await page.getByRole("dialog").getByRole("table", { name: "What is whose" }).waitFor();
    },
  },
  {
    name: "contacts",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await link(page, "Contacts");
      await heading(page, "Contacts");
    },
  },
  {
    name: "contact",
    reach: async (page) => {
      await page.getByRole("row").nth(1).click();
      await page.getByRole("table", { name: "Loans and roles" }).waitFor();
    },
  },
  {
    name: "import",
    reach: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("textbox", { name: "Find anything, or run a command" }).fill("Import a file");
      await page.getByRole("dialog").getByText("Import a file").click();
      await page
        .getByRole("textbox", { name: "CSV or Excel file" })
        .fill("tests/screens/loans-to-import.csv");
      await page.keyboard.press("Enter");
      await page.getByRole("group", { name: "Which day is 03/04/2025?" }).waitFor();
    },
  },
  {
    name: "import problems",
    reach: async (page) => {
      await page.getByRole("textbox", { name: "Balances are of" }).fill("2025-10-31");
      await page.getByRole("radio", { name: "Apr 3, 2025" }).check();
      await page.getByRole("grid", { name: "Problems" }).scrollIntoViewIfNeeded();
      await page.getByRole("button", { name: "Import 6 rows" }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "compliance log",
    reach: async (page) => {
      await link(page, "Compliance");
      await page.getByRole("row").nth(1).waitFor();
    },
  },
  {
    name: "new filing",
    reach: async (page) => {
      await tab(page, "Filings");
      await page.getByText("Nothing is to be filed").waitFor();
      await page.getByRole("button", { name: "New filing" }).click();
      await page.getByRole("textbox", { name: "Authority" }).fill("State of Delaware");
      await page.getByRole("button", { name: "Save filing" }).click();
      await page.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "filings",
    reach: async (page) => {
      await page.getByRole("textbox", { name: "What is to be filed" }).fill("Annual report");
      await page.getByRole("textbox", { name: "Due on" }).fill("2026-03-01");
      await page.getByRole("button", { name: "Save filing" }).click();
      await page.getByRole("row", { name: /Annual report/ }).waitFor();
    },
  },
  {
    name: "filed",
    reach: async (page) => {
      await page.getByRole("button", { name: "Filed…: Annual report" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "licences",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await tab(page, "Licences");
      await page.getByText("No licences yet").waitFor();
    },
  },
  {
    name: "events",
    reach: async (page) => {
      await link(page, "Events");
      await page.getByRole("treeitem").first().click();
    },
  },
  {
    name: "letterhead",
    reach: async (page) => {
      await link(page, "Settings");
      await tab(page, "Documents");
      await page.getByRole("textbox", { name: "Address" }).fill("12 Cedar Street\nPortland, OR 97205");
      await page.getByRole("textbox", { name: "Logo" }).fill("/etc/hostname");
      await page.getByRole("button", { name: "Save letterhead" }).click();
      await page.locator("[aria-invalid=true]").first().waitFor();
      await page.getByRole("img", { name: "Preview, page 1 of 1" }).waitFor();
    },
  },
  {
    name: "template",
    reach: async (page) => {
      await page.getByRole("link", { name: "Promissory note" }).click();
      await page.getByRole("img", { name: /^Preview, page 1/ }).waitFor();
    },
  },
  {
    name: "template with a fault",
    reach: async (page) => {
      const source = page.getByRole("textbox", { name: "Template" });
      const own = await source.inputValue();
      await source.fill(own.replace("#facts(", "#fact("));
      await page.getByRole("button", { name: "Go to line 8" }).click();
    },
  },
  {
    name: "handlers",
    reach: async (page) => {
      await link(page, "Settings");
      await tab(page, "Handlers");
      await page.getByText("PaymentScheduleCreator").waitFor();
    },
  },
  {
    name: "integrity",
    reach: async (page) => {
      await tab(page, "Integrity");
      await page.getByRole("button", { name: /Verify/ }).click();
      await page.getByText("The book is sound").waitFor();
    },
  },
  {
    name: "growth",
    reach: async (page) => {
      await page.getByRole("button", { name: "Keep the end" }).click();
      await page.getByText(/^Written: position/).waitFor();
      await page.getByRole("table", { name: "Events by month" }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "archive",
    reach: async (page) => {
      await page.getByRole("button", { name: "Archive older events…" }).click();
      await page.getByRole("dialog").getByRole("heading", { name: "Nothing so old" }).waitFor();
    },
  },
  {
    name: "users",
    reach: async (page) => {
      await page.keyboard.press("Escape");
      await tab(page, "Users");
      for (const [name, role] of [
        ["Grace Hopper", "Approver"],
        ["Ines Duarte", "Auditor"],
      ] as const) {
        await page.getByRole("button", { name: "Add user" }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByRole("textbox", { name: "Name" }).fill(name);
        await dialog.getByRole("combobox", { name: "Role" }).selectOption(role);
        await dialog.getByRole("button", { name: "Add user" }).click();
        await page.getByRole("combobox", { name: `Role of ${name}` }).waitFor();
      }
    },
  },
  {
    name: "sign in",
    reach: async (page) => {
      await page.getByRole("button", { name: "Signed in as Alex Morgan, Owner" }).click();
      await page.getByRole("menuitemradio", { name: "Ines Duarte" }).waitFor();
    },
  },
  {
    name: "users as an auditor",
    reach: async (page) => {
      await page.getByRole("menuitemradio", { name: "Ines Duarte" }).click();
      await page.getByRole("button", { name: "Signed in as Ines Duarte, Auditor" }).waitFor();
      await page.getByRole("button", { name: "Add user" }).hover();
      await page.getByRole("tooltip").waitFor();
    },
  },
  {
    name: "loan as an auditor",
    reach: async (page) => {
      await fundedLoan(page);
      await page
        .getByRole("button", { name: "Record payment" })
        .and(page.locator("[aria-disabled]"))
        .waitFor();
    },
  },
  {
    name: "book",
    reach: async (page) => {
      await link(page, "Settings");
      await tab(page, "Book");
      await page
        .getByText(/lendingos$/)
        .first()
        .waitFor();
    },
  },
  {
    name: "export all events",
    reach: async (page) => {
      await page.getByRole("button", { name: "Export all events…" }).click();
      const file = page.getByRole("dialog").getByRole("textbox", { name: "File" });
      await file.fill((await file.inputValue()).replace(/[^/]*$/, "Harbor Lending.ndjson.gz"));
    },
  },
  {
    name: "events exported",
    reach: async (page) => {
      await page.getByRole("dialog").getByRole("button", { name: "Export", exact: true }).click();
      await page.getByText(/events exported to .*Harbor Lending\.ndjson\.gz/).waitFor();
    },
  },
  {
    name: "book made from events",
    reach: async (page) => {
      const place = await page
        .getByText(/lendingos$/)
        .first()
        .textContent();
      const events = place?.replace(/[^/]*$/, "Harbor Lending.ndjson.gz") ?? "";
      await page.keyboard.press("Control+k");
      await page.getByRole("textbox", { name: "Find anything, or run a command" }).fill("close book");
      await page.getByRole("dialog").getByText("Close book").click();
      await page.getByRole("button", { name: "Make a book from exported events" }).click();
      await page.getByRole("textbox", { name: /Events file/ }).fill(events);
      await page.getByRole("button", { name: "Make book" }).click();
      await heading(page, "Dashboard");
      await page.getByRole("img", { name: "Chart: Maturities by month" }).waitFor();
    },
  },
];

describe.each(["light", "dark"] as const)("every screen, %s", (scheme) => {
  let application: Application;
  beforeAll(async () => {
    await mkdir(pictures, { recursive: true });
    application = await Application.start(scheme);
    await application.page.emulateMedia({ reducedMotion: "reduce" });
  });
  afterAll(() => application.stop());

  it.each(screens)("$name has nothing that hinders a person", async ({ name, reach }) => {
    await reach(application.page);
    await application.page.screenshot({ path: `${pictures}/${name.replaceAll(" ", "-")}-${scheme}.png` });
    expect(await application.seriousFindings()).toEqual([]);
  });

  it("went without an uncaught error", () => {
    expect(application.complaints).toEqual([]);
  });
});
