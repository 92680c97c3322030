import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { today } from "../../format/date";
import { messages } from "../../messages";
import { platform } from "../../platform";
import type { Progress } from "../../platform/platform";
import { book } from "../../test/book";
import { startWithUsers } from "../../test/users";
import { ExportButton } from "./ExportButton";
import { ExportEvents } from "./ExportEvents";

const text = messages.exports;
const folder = { "book.recent": () => Promise.resolve({ books: [], suggested_folder: "/books" }) };
const written = (path: string) => ({ path, rows: 1234, events: 12_345 });
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const file = () => screen.findByRole("textbox", { name: text.file });
const gone = () => waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());

let finish: (answer: unknown) => void = () => undefined;
let report: (progress: Progress) => void = () => undefined;
beforeEach(() => {
  vi.spyOn(platform, "onProgress").mockImplementation((listener) => {
    report = listener;
    return Promise.resolve(() => undefined);
  });
});

const startList = (answer: (input: unknown) => Promise<unknown>) =>
  startWithUsers(<ExportButton kinds={["loans", "balances"]} filters={{ as_of: "2026-06-30" }} />, book, {
    ...folder,
    "export.run": answer,
  });

describe("exporting a list", () => {
  it("writes a spreadsheet where the book's name suggests, narrowed as the screen is", async () => {
    const { inputsOf } = startList(() => Promise.resolve(written("x")));
    await press(text.button);
    await waitFor(async () => expect(await file()).toHaveValue(`/books/Cedar-Lending-loans-${today()}.xlsx`));
    await press(text.submit);
    await gone();
    expect(inputsOf("export.run")).toEqual([
      {
        kind: "loans",
        format: "xlsx",
        path: `/books/Cedar-Lending-loans-${today()}.xlsx`,
        replace: false,
        as_of: "2026-06-30",
      },
    ]);
    await waitFor(() => expect(screen.getByRole("button", { name: text.button })).toHaveFocus());
  });

  it("writes another list as CSV to the place that was typed, whose ending follows the format", async () => {
    const { inputsOf } = startList(() => Promise.resolve(written("x")));
    await press(text.button);
    await userEvent.selectOptions(await screen.findByRole("combobox", { name: text.what }), "balances");
    await userEvent.clear(await file());
    await userEvent.type(await file(), "/mine/june.xlsx");
    await userEvent.click(screen.getByRole("radio", { name: text.formats.csv }));
    expect(await file()).toHaveValue("/mine/june.csv");
    await userEvent.click(screen.getByRole("checkbox", { name: text.replace }));
    await press(text.submit);
    await gone();
    expect(inputsOf("export.run")).toMatchObject([
      { kind: "balances", format: "csv", path: "/mine/june.csv", replace: true },
    ]);
  });

  it("says beside the file that one is there, and keeps what was typed", async () => {
    startList(() =>
      Promise.reject({
        code: "invalid_input",
        message: "path must be a file that is not there yet",
        field: "path",
        params: {},
        retryable: false,
      }),
    );
    await press(text.button);
    await press(text.submit);
    const path = await file();
    await waitFor(() =>
      expect(path).toHaveAccessibleDescription("File must be a file that is not there yet"),
    );
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
    expect(path).toHaveValue(`/books/Cedar-Lending-loans-${today()}.xlsx`);
  });
});

describe("exporting what only some kinds can be narrowed down by", () => {
  it("sends it with the kind that has it, and not with another", async () => {
    const { inputsOf } = startWithUsers(
      <ExportButton
        kinds={["schedule", "fees"]}
        filters={{ loan_id: "l" }}
        filtersOf={{ schedule: { schedule_id: "s" } }}
      />,
      book,
      { ...folder, "export.run": () => Promise.resolve(written("x")) },
    );
    await press(text.button);
    await press(text.submit);
    await gone();
    await press(text.button);
    await userEvent.selectOptions(await screen.findByRole("combobox", { name: text.what }), "fees");
    await press(text.submit);
    await gone();
    const [first, second] = inputsOf("export.run");
    expect(first).toMatchObject({ kind: "schedule", loan_id: "l", schedule_id: "s" });
    expect(second).toMatchObject({ kind: "fees", loan_id: "l" });
    expect(second).not.toHaveProperty("schedule_id");
  });
});

const screens = import.meta.glob<string>("../../screens/**/*.tsx", {
  query: "?raw",
  import: "default",
  eager: true,
});

describe("every list that can be exported", () => {
  it("has a button on some screen", () => {
    const offered = new Set(
      Object.entries(screens)
        .filter(([path]) => !path.endsWith(".test.tsx"))
        .flatMap(([, source]) => [...source.matchAll(/kinds(?:=\{|: |=\{\s*)\[([^\]]*)\]/g)])
        .flatMap(([, list]) => [...(list ?? "").matchAll(/"(\w+)"/g)].map(([, kind]) => kind)),
    );
    expect(Object.keys(text.kinds).filter((kind) => !offered.has(kind))).toEqual([]);
  });
});

describe("exporting all events", () => {
  it("writes the whole book, shows how far it has come, and says that an encrypted one is not so", async () => {
    const id = "a1b2c3d4-0000-4000-8000-000000000000";
    vi.spyOn(crypto, "randomUUID").mockReturnValue(id);
    const encrypted = { ...book, encrypted: true };
    const { inputsOf } = startWithUsers(<ExportEvents />, encrypted, {
      ...folder,
      "book.export_events": () => new Promise((resolve) => (finish = resolve)),
    });
    await press(text.events.button);
    expect(await screen.findByText(text.events.plainText)).toBeVisible();
    const path = `/books/Cedar-Lending-events-${today()}.ndjson.gz`;
    await waitFor(async () => expect(await file()).toHaveValue(path));
    await press(text.submit);
    await waitFor(() => expect(inputsOf("book.export_events")).toEqual([{ path, replace: false }]));
    act(() => report({ command_id: id, done: 1, total: 3 }));
    expect(screen.getByText("33 %")).toBeVisible();
    act(() => finish(written(path)));
    await gone();
  });
});
