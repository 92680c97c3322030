import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { today } from "../../format/date";
import { messages } from "../../messages";
import { book } from "../../test/book";
import { startWithUsers } from "../../test/users";
import { ExportProblems } from "./ExportProblems";
import type { Check } from "./use-check";

it("writes the problems of the file that was checked, and of no other", async () => {
  const checked = { file_name: "june.csv", sha256: "abc" } as Check;
  const of = { path: "/theirs/june.csv", kind: "loans", mapping: null, options: null } as const;
  const { inputsOf } = startWithUsers(<ExportProblems checked={checked} of={of} />, book, {
    "book.recent": () => Promise.resolve({ books: [], suggested_folder: "/books" }),
    "import.export_problems": () => Promise.resolve({ path: "x", rows: 2 }),
  });
  await userEvent.click(await screen.findByRole("button", { name: messages.exports.button }));
  const file = `/books/Cedar-Lending-problems-of-june-csv-${today()}.xlsx`;
  await waitFor(() => expect(screen.getByRole("textbox", { name: messages.exports.file })).toHaveValue(file));
  await userEvent.click(screen.getByRole("button", { name: messages.exports.submit }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(inputsOf("import.export_problems")).toEqual([
    { ...of, expected_sha256: "abc", to: file, format: "xlsx", replace: false },
  ]);
});
