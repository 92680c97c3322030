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
  outcome: null,
  can_run: false,
};

/** The screen after its first look at a file. */
async function looked(found = checked) {
  const started = startWithUsers(<ImportScreen />, book, {
    "import.check": () => Promise.resolve(found),
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

it("tells the problems that can be judged while a question is open, and no outcome", async () => {
  const meanings = [
    { choice: "day_first", meaning: "2025-04-03" },
    { choice: "month_first", meaning: "2025-03-04" },
  ] as const;
  const question: Check["questions"][number] = {
    column: "Loan #",
    kind: "date_order",
    examples: ["03/04/2025"],
    choices: [...meanings],
  };
  const reason = "annual_rate_percent must be at most 100 percent";
  const problem: Check["problems"][number] = {
    row: 4,
    line: null,
    column: "Rate",
    value: "150",
    reason,
    code: "not_allowed",
  };
  await looked({ ...checked, questions: [question], problems: [problem] });
  expect(screen.getByText(text.asks(1))).toBeVisible();
  const grid = screen.getByRole("grid", { name: text.problems });
  expect(within(grid).getByText(/must be at most 100 percent/)).toBeVisible();
  expect(screen.queryByRole("button", { name: messages.exports.button })).not.toBeInTheDocument();
  for (const name of [text.wouldCome, text.withoutProblems]) {
    expect(screen.queryByRole("region", { name })).not.toBeInTheDocument();
  }
});

it("lists stretches of rows, and says when there are more", () => {
  expect(rowRanges([4, 6, 7, 8], 4)).toBe("4, 6–8");
  expect(rowRanges([4, 6, 7, 8], 9)).toBe("4, 6–8, …");
  expect(rowRanges([1, 3, 5], 3, 2)).toBe("1, 3, …");
});
