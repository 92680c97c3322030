import type { Page } from "playwright-core";
import { expect } from "vitest";
import { type Screen, walkScreens } from "./walk-screens";

const link = (page: Page, name: string) => page.getByRole("link", { name, exact: true }).first().click();
const tab = (page: Page, name: string) => page.getByRole("tab", { name }).click();
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).first().click();
const inDialog = (page: Page) => page.getByRole("dialog");
const escape = async (page: Page) => {
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
};

/** One of the views of the inbox. */
const view = async (page: Page, name: RegExp, table: string) => {
  await link(page, "Draws");
  await page.getByRole("radiogroup").getByText(name).click();
  await page.getByRole("grid", { name: table }).getByRole("row").nth(1).waitFor();
};

const draw = async (page: Page, number: number) => {
  await view(page, /^All/, "All draws");
  await page
    .getByRole("grid", { name: "All draws" })
    .getByRole("link", { name: `Draw ${number}`, exact: true })
    .click();
  await page.getByRole("heading", { level: 1, name: new RegExp(`^Draw ${number} ·`) }).waitFor();
};

const loanOfTheBuilder = async (page: Page) => {
  await link(page, "Loans");
  await page.getByRole("row").filter({ hasText: "Harbor Row Builders LLC" }).first().click();
  await tab(page, "Draws & budget");
  await page.getByRole("table", { name: "Budget by line" }).waitFor();
};

const signIn = async (page: Page, name: string) => {
  await page.getByRole("button", { name: /^Signed in as/ }).click();
  await page.getByRole("menuitemradio", { name }).click();
  await page.getByRole("button", { name: new RegExp(`^Signed in as ${name}`) }).waitFor();
};

/** Each screen of construction draws, in an order in which each is reached from the one before. */
const screens: Screen[] = [
  {
    name: "draws to decide",
    reach: async (page) => {
      await page.getByRole("button", { name: /Explore a sample portfolio/ }).click();
      await view(page, /^To decide/, "Draws to decide");
    },
  },
  { name: "draws to pay out", reach: (page) => view(page, /^To pay out/, "Draws to pay out") },
  { name: "draft draws", reach: (page) => view(page, /^Drafts/, "Drafts and draws sent back") },
  { name: "all draws", reach: (page) => view(page, /^All/, "All draws") },
  {
    name: "no draw found",
    reach: async (page) => {
      await page.getByRole("searchbox", { name: "Search draws" }).fill("nobody");
      await page.getByText("No draw matches").waitFor();
    },
  },
  {
    name: "inspections to do",
    reach: async (page) => {
      await page.getByRole("searchbox", { name: "Search draws" }).fill("");
      await view(page, /^Inspections/, "Inspections to do");
    },
  },
  { name: "draws and budget", reach: loanOfTheBuilder },
  {
    name: "draws and budget, further down",
    reach: (page) => page.getByRole("region", { name: "Inspections" }).scrollIntoViewIfNeeded(),
  },
  {
    name: "reallocate",
    reach: async (page) => {
      await press(page, "Reallocate");
      const dialog = inDialog(page);
      await dialog.getByRole("combobox", { name: "From" }).selectOption({ index: 6 });
      await dialog.getByRole("combobox", { name: "To" }).selectOption({ index: 3 });
      await dialog.getByRole("textbox", { name: "Amount" }).fill("2,500");
      await dialog.getByRole("table", { name: "What changes" }).waitFor();
    },
  },
  {
    name: "reallocate too much",
    reach: async (page) => {
      await inDialog(page).getByRole("textbox", { name: "Amount" }).fill("250k");
      await inDialog(page)
        .getByText(/85,000.00/)
        .nth(3)
        .waitFor();
    },
  },
  {
    name: "release retainage",
    reach: async (page) => {
      await escape(page);
      await press(page, "Release retainage");
      await inDialog(page).getByRole("table", { name: "What paying out does" }).waitFor();
    },
  },
  {
    name: "schedule inspection",
    reach: async (page) => {
      await escape(page);
      await press(page, "Schedule inspection…");
      await inDialog(page).getByRole("button", { name: "Schedule" }).click();
      await inDialog(page).locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "budget editor",
    reach: async (page) => {
      await escape(page);
      await press(page, "Edit budget");
      await page.getByRole("form", { name: "Budget" }).getByText("Commitment").waitFor();
    },
  },
  {
    name: "budget refused",
    reach: async (page) => {
      await page.getByRole("textbox", { name: "Amount of line 1" }).fill("1k");
      await page.getByRole("textbox", { name: "Code of line 2" }).fill("");
      await press(page, "Save budget");
      await page.locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "budget kept",
    reach: async (page) => {
      await page.reload();
      await page.getByText("Your unsaved budget is back as you left it.").waitFor();
      await page.getByText("Commitment").waitFor();
    },
  },
  {
    name: "new draw",
    reach: async (page) => {
      await press(page, "Discard draft");
      await press(page, "Cancel");
      await press(page, "New draw");
      await page.getByRole("table", { name: "What is asked for, by line" }).waitFor();
    },
  },
  {
    name: "draw over the line",
    reach: async (page) => {
      await page.getByRole("textbox", { name: "This request, Roofs" }).fill("8,000");
      await page.getByRole("textbox", { name: "Work done, Roofs" }).fill("Shingles of units 2 and 3");
      await page.getByRole("textbox", { name: "This request, Interiors" }).fill("99k");
      await page.getByText(/^Only .* is left$/).waitFor();
      await page.getByText("Draft saved").waitFor();
    },
  },
  {
    name: "request draw",
    reach: async (page) => {
      await page.getByRole("textbox", { name: "This request, Interiors" }).fill("1,250.50");
      await page.getByRole("textbox", { name: "Contractor", exact: true }).fill("Summit Carpentry LLC");
      await page.getByText(/^Only .* is left$/).waitFor({ state: "detached" });
      await press(page, "Request draw…");
      await inDialog(page).getByRole("button", { name: "Request 9,250.50" }).waitFor();
    },
  },
  {
    name: "draft draw",
    reach: async (page) => {
      await escape(page);
      await draw(page, 6);
    },
  },
  { name: "requested draw", reach: (page) => draw(page, 4) },
  {
    name: "record inspection",
    reach: async (page) => {
      await page.getByRole("button", { name: /^Record inspection… Progress/ }).click();
      await inDialog(page).getByRole("table", { name: "Work complete" }).waitFor();
      await inDialog(page).getByRole("textbox", { name: "Complete now, Roofs" }).fill("140");
      await inDialog(page).getByRole("button", { name: "Record inspection" }).click();
      await inDialog(page).locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "inspected draw",
    reach: async (page) => {
      const dialog = inDialog(page);
      await dialog.getByRole("textbox", { name: "Complete now, Roofs" }).fill("40");
      await dialog
        .getByRole("textbox", { name: "Complete now, Plumbing, heating, electricity" })
        .fill("35.5");
      await dialog.getByRole("textbox", { name: "Findings" }).fill("Rough-in of both units is as billed.");
      await dialog.getByRole("button", { name: "Record inspection" }).click();
      await dialog.waitFor({ state: "detached" });
      await page.getByRole("status").getByText("Inspected", { exact: true }).waitFor();
    },
  },
  {
    name: "lien waiver",
    reach: async (page) => {
      await press(page, "Record lien waiver…");
      await inDialog(page).getByRole("textbox", { name: "Amount" }).fill("lots");
      await inDialog(page).getByRole("button", { name: "Record waiver" }).click();
      await inDialog(page).locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "draw as its requester",
    reach: async (page) => {
      await escape(page);
      await page.getByRole("button", { name: "Approve…" }).hover();
      await page.getByRole("tooltip").waitFor();
    },
  },
  {
    name: "approve draw",
    reach: async (page) => {
      await signIn(page, "Priya Shah");
      await press(page, "Approve…");
      await inDialog(page).getByText("Retainage held back").waitFor();
    },
  },
  {
    name: "approve less",
    reach: async (page) => {
      await inDialog(page)
        .getByRole("textbox", { name: "Approve of Plumbing, heating, electricity" })
        .fill("18,000");
      await inDialog(page).getByRole("button", { name: "Approve 18,000.00" }).waitFor();
    },
  },
  {
    name: "approve too much",
    reach: async (page) => {
      await inDialog(page)
        .getByRole("textbox", { name: "Approve of Plumbing, heating, electricity" })
        .fill("26,000");
      await inDialog(page).getByText("At most the 25,000.00 requested").waitFor();
    },
  },
  {
    name: "reject draw",
    reach: async (page) => {
      await escape(page);
      await press(page, "Reject…");
      await inDialog(page)
        .getByText(/25,000.00 is free again/)
        .waitFor();
    },
  },
  {
    name: "send back draw",
    reach: async (page) => {
      await escape(page);
      await press(page, "Send back…");
      await inDialog(page).getByRole("button", { name: "Send back" }).click();
      await inDialog(page).locator("[aria-invalid=true]").first().waitFor();
    },
  },
  {
    name: "sent back draw",
    reach: async (page) => {
      await inDialog(page).getByRole("textbox", { name: "Reason" }).fill("The invoice of unit 2 is missing.");
      await inDialog(page).getByRole("button", { name: "Send back" }).click();
      await page.getByRole("status").getByText("Sent back", { exact: true }).first().waitFor();
    },
  },
  {
    name: "draw as an inspector",
    reach: async (page) => {
      await signIn(page, "Luis Ortega");
      await page.getByRole("button", { name: "Continue writing" }).hover();
      await page.getByRole("tooltip").waitFor();
    },
  },
  {
    name: "writing a draw sent back",
    reach: async (page) => {
      await signIn(page, "Alex Morgan");
      await press(page, "Continue writing");
      await page.getByText(/^Sent back by Priya Shah/).waitFor();
    },
  },
  { name: "approved draw", reach: (page) => draw(page, 3) },
  {
    name: "pay out draw without waiver",
    reach: async (page) => {
      await page.getByRole("button", { name: "Pay out…" }).hover();
      await page.getByRole("tooltip").waitFor();
    },
  },
  {
    name: "pay out draw",
    reach: async (page) => {
      await press(page, "Record lien waiver…");
      await inDialog(page).getByRole("textbox", { name: "Amount" }).fill("72k");
      await inDialog(page).getByRole("button", { name: "Record waiver" }).click();
      await inDialog(page).waitFor({ state: "detached" });
      await press(page, "Pay out…");
      await inDialog(page).getByRole("table", { name: "What paying out does" }).waitFor();
    },
  },
  {
    name: "cancel draw",
    reach: async (page) => {
      await escape(page);
      await press(page, "Cancel draw…");
      await inDialog(page).getByRole("textbox", { name: "Reason" }).waitFor();
    },
  },
  {
    name: "disbursed draw",
    reach: async (page) => {
      await escape(page);
      await draw(page, 2);
    },
  },
  {
    name: "cancelled draw",
    reach: async (page) => {
      await draw(page, 5);
      await press(page, "Cancel draw…");
      await inDialog(page).getByRole("textbox", { name: "Reason" }).fill("Asked for with the next one.");
      await inDialog(page).getByRole("button", { name: "Cancel draw" }).click();
      await page.getByRole("status").getByText("Cancelled", { exact: true }).first().waitFor();
    },
  },
  {
    name: "draw in the palette",
    reach: async (page) => {
      await page.keyboard.press("Control+k");
      await inDialog(page).getByRole("textbox").fill("draw");
      await inDialog(page)
        .getByText(/^Draw 3 ·/)
        .waitFor();
    },
  },
  {
    name: "draft after the window was closed",
    reach: async (page) => {
      await escape(page);
      await loanOfTheBuilder(page);
      await press(page, "New draw");
      const amount = page.getByRole("textbox", { name: "This request, Interiors" });
      await amount.fill("4k");
      await page.getByRole("textbox", { name: "Note" }).fill("Second fix");
      await page.getByText("Draft saved").waitFor();
      await page.reload();
      await page.getByRole("heading", { level: 1, name: /^Draw \d+ ·/ }).waitFor();
      expect(await amount.inputValue()).toBe("4,000.00");
      expect(await page.getByRole("textbox", { name: "Note" }).inputValue()).toBe("Second fix");
    },
  },
  {
    name: "construction loan schedule",
    reach: async (page) => {
      await loanOfTheBuilder(page);
      await tab(page, "Schedule");
      await page.getByText("Paid by the reserve").first().waitFor();
    },
  },
  {
    name: "construction loan overview",
    reach: async (page) => {
      await tab(page, "Overview");
      await page
        .getByRole("region", { name: "Construction" })
        .getByText("Needed for each draw")
        .first()
        .waitFor();
    },
  },
  {
    name: "construction loan payments",
    reach: async (page) => {
      await tab(page, "Payments");
      await page.getByRole("table", { name: "Paid by the interest reserve" }).waitFor();
    },
  },
  {
    name: "new construction loan",
    reach: async (page) => {
      await link(page, "Loans");
      await press(page, "New loan");
      await page.getByRole("textbox", { name: "Principal" }).fill("480k");
      await page.getByRole("textbox", { name: "Annual rate" }).fill("10");
      await page.getByRole("textbox", { name: "Term" }).fill("12");
      await page.getByRole("checkbox", { name: /^Construction loan/ }).check();
      await page.getByRole("textbox", { name: "Initial advance" }).fill("25k");
      await page.getByRole("region", { name: "Schedule", exact: true }).getByRole("row").nth(3).waitFor();
    },
  },
];

walkScreens("draws on the screen", screens);
