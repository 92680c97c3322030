import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { messages } from "../../messages";
import { book } from "../../test/book";
import { startWithUsers } from "../../test/users";
import ImportScreen from "./ImportScreen";
import { rowRanges } from "./row-ranges";
import type { Check } from "./use-check";

const text = messages.imports;

const column = (name: string, more: Partial<Check["columns"][number]> = {}): Check["columns"][number] => ({
  name,
  letter: "A",
  samples: [],
  field: null,
  could_be: null,
  is_hidden: false,
  read_as: null,
  ...more,
});

const checked: Check = {
  file_name: "tape.xlsx",
  sha256: "abc",
  kind: "loans",
  format: "xlsx",
  encoding: null,
  delimiter: null,
  sheet: "Loans",
  sheets: [{ name: "Loans", is_visible: true }],
  header_row: 3,
  rows_above_header: 1,
  above_header: [{ row: 1, text: "Loan tape, 31 Dec 2025" }],
  rows: 9,
  hidden_row_count: 3,
  hidden_rows: [5, 6, 9],
  columns: [
    column("Loan #", { field: "external_reference" }),
    column("Rate", { could_be: "annual_rate_percent", is_hidden: true }),
    column("Interest rate", { could_be: "annual_rate_percent" }),
  ],
  fields: [
    { name: "external_reference", kind: "text", is_required: false },
    { name: "annual_rate_percent", kind: "rate", is_required: true },
  ],
  questions: [],
  problem_count: 1,
  rows_with_problems: 1,
  problems: [],
  outcome: { contacts: 0, loans: 0, payments: 0, budget_lines: 0, total: "0.00", currency: "USD" },
  can_run: false,
};

/** The screen after its first look at a file. */
async function looked() {
  const started = startWithUsers(<ImportScreen />, book, {
    "import.check": () => Promise.resolve(checked),
  });
  await userEvent.type(await screen.findByRole("textbox", { name: text.path }), "/theirs/tape.xlsx{Enter}");
  await screen.findByRole("table", { name: text.columns });
  return started;
}

beforeEach(() => localStorage.clear());

describe("what stands around the rows of a file", () => {
  it("says in which row the header is and what is not read above it, and takes another row", async () => {
    const { inputsOf } = await looked();
    const row = screen.getByRole("textbox", { name: text.headerRow });
    expect(row).toHaveValue("3");
    expect(screen.getByText(text.headerRowHint(1, "Loan tape, 31 Dec 2025"))).toBeVisible();
    await userEvent.clear(row);
    await userEvent.type(row, "4{Enter}");
    await waitFor(() => expect(inputsOf("import.check").length).toBeGreaterThan(1));
    const inputs = inputsOf("import.check") as Array<{ mapping: unknown; options: { header_row: unknown } }>;
    expect(inputs.map((input) => input.options.header_row).slice(0, 2)).toEqual([null, 4]);
    expect(inputs[1]?.mapping).toBeNull();
  });

  it("names the rows and columns that the workbook hides", async () => {
    await looked();
    const note = screen.getByRole("note");
    expect(note).toHaveTextContent(text.hiddenRows("3", 3, "5–6, 9"));
    expect(note).toHaveTextContent(text.hiddenColumns("Rate", 1));
  });

  it("asks which of two columns is a field, and says of the other nothing until then", async () => {
    const { inputsOf } = await looked();
    const select = screen.getByRole("combobox", { name: text.fieldOf("Interest rate") });
    expect(within(select).getByRole<HTMLOptionElement>("option", { name: text.undecided }).selected).toBe(
      true,
    );
    await userEvent.selectOptions(select, "annual_rate_percent");
    await waitFor(() => expect(inputsOf("import.check")).toHaveLength(2));
    expect(inputsOf("import.check")[1]).toMatchObject({
      mapping: { columns: { "Loan #": "external_reference", "Interest rate": "annual_rate_percent" } },
      options: { header_row: 3 },
    });
  });
});

it("lists stretches of rows, and says when there are more", () => {
  expect(rowRanges([4, 6, 7, 8], 4)).toBe("4, 6–8");
  expect(rowRanges([4, 6, 7, 8], 9)).toBe("4, 6–8, …");
  expect(rowRanges([1, 3, 5], 3, 2)).toBe("1, 3, …");
});
