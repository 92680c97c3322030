import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { queryClient } from "../../../api/queries";
import type { BookStatistics } from "../../../bindings/BookStatistics";
import type { VerifyReport } from "../../../bindings/VerifyReport";
import { messages } from "../../../messages";
import { inputsOf, press, refusal, startIntegrity, statistics } from "../../../test/integrity";
import { isBookFile, suggestHeadFile } from "./head-file";

const text = messages.settings;

const sound: VerifyReport = {
  ok: true,
  events_checked: 12_345,
  head_position: 12_345,
  head_hash: "abc",
  tables: [],
  unrecorded: 0,
  damages: [],
};

const fill = async (label: RegExp | string, typed: string) => {
  // The suggestion comes first, as it does before a person can type.
  await waitFor(() => expect(screen.getByLabelText(text.keptHead.file)).not.toHaveValue(""));
  const field = await screen.findByLabelText(label);
  await userEvent.clear(field);
  await userEvent.click(field);
  await userEvent.paste(typed);
};

beforeEach(() => queryClient.clear());

describe("growth", () => {
  it("shows the tables, the largest first, and the months, the newest first", async () => {
    startIntegrity();
    const tables = await screen.findByRole("table", { name: text.growth.tables });
    expect(
      within(tables)
        .getAllByRole("row")
        .map((row) => row.textContent),
    ).toEqual(["TableRowsSize", "domain_events12,3455.6 MB", "loans74.1 KB"]);
    const months = screen.getByRole("table", { name: text.growth.months });
    expect(
      within(months)
        .getAllByRole("row")
        .map((row) => row.textContent),
    ).toEqual(["MonthEventsSize", "Nov 202610,0005.0 MB", "Oct 20262,345600.0 KB"]);
  });

  it("says that it measures until it has measured once, and keeps what it has then", async () => {
    const measured: Array<(statistics: BookStatistics) => void> = [];
    startIntegrity({ "book.statistics": () => new Promise((resolve) => measured.push(resolve)) });
    expect(screen.getByText(text.growth.measuring)).toBeVisible();
    await waitFor(() => expect(inputsOf("book.statistics")).toHaveLength(1));
    act(() => measured[0]?.(statistics));
    await screen.findByRole("table", { name: text.growth.tables });
    void queryClient.invalidateQueries({ queryKey: ["book.statistics"] });
    await waitFor(() => expect(inputsOf("book.statistics")).toHaveLength(2));
    expect(screen.getByRole("table", { name: text.growth.tables })).toBeVisible();
    expect(screen.queryByText(text.growth.measuring)).toBeNull();
  });

  it.each([
    ["events", { events: 2_000_001 }, text.growth.tooManyEvents("2,000,000")],
    ["bytes", {}, text.growth.tooManyBytes("4.0 GB")],
  ])("says calmly that there are too many %s", async (_, change, words) => {
    startIntegrity({
      "book.statistics": () => Promise.resolve({ ...statistics, ...change, too_large: true }),
    });
    expect(await screen.findByText(words)).toBeVisible();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("shows the older months when asked", async () => {
    const months = Array.from({ length: 30 }, (_, index) => ({
      month: `${2024 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`,
      events: index,
      bytes: index,
    }));
    startIntegrity({ "book.statistics": () => Promise.resolve({ ...statistics, months }) });
    const table = await screen.findByRole("table", { name: text.growth.months });
    expect(within(table).getAllByRole("row")).toHaveLength(14);
    await press(text.growth.allMonths("30"));
    expect(within(table).getAllByRole("row")).toHaveLength(31);
  });
});

describe("keeping the end of the chain", () => {
  const written = { position: 12_345, hash: "0123456789abcdef" };

  it("writes it where it is told, and says what was written", async () => {
    startIntegrity({ "integrity.write_head": () => Promise.resolve(written) });
    await fill(text.keptHead.file, " /safe/end.json ");
    await press(text.keptHead.submit);
    expect(await screen.findByText(text.keptHead.written("12,345", "0123456789ab"))).toBeVisible();
    expect(inputsOf("integrity.write_head")).toEqual([{ path: "/safe/end.json" }]);
  });

  it("suggests a file beside the books", async () => {
    startIntegrity();
    const file = await screen.findByLabelText(text.keptHead.file);
    await waitFor(() => expect(file).toHaveValue(suggestHeadFile("/books", "Cedar Lending")));
    expect(suggestHeadFile("/books", "Cedar Lending", "2026-11-23")).toBe(
      "/books/Cedar-Lending-chain-end-2026-11-23.json",
    );
  });

  it("never writes over a book", async () => {
    startIntegrity();
    await fill(text.keptHead.file, "/books/Cedar.lendingos");
    await press(text.keptHead.submit);
    expect(screen.getByLabelText(text.keptHead.file)).toHaveAccessibleDescription(text.keptHead.isBook);
    expect(inputsOf("integrity.write_head")).toEqual([]);
    expect(isBookFile("/books/end.json")).toBe(false);
  });

  it("puts a refusal beside the field", async () => {
    const why = "path must be a file that can be written: /no/end.json: gone";
    startIntegrity({ "integrity.write_head": () => Promise.reject(refusal("path", why)) });
    await fill(text.keptHead.file, "/no/end.json");
    await press(text.keptHead.submit);
    await waitFor(() =>
      expect(screen.getByLabelText(text.keptHead.file)).toHaveAccessibleDescription(
        "File must be a file that can be written: /no/end.json: gone",
      ),
    );
  });
});

describe("verifying", () => {
  const head = new RegExp(`^${text.keptHead.verifyWith}`);

  it("needs no kept end", async () => {
    startIntegrity({ "integrity.verify": () => Promise.resolve(sound) });
    await press(text.integrity.verify);
    expect(await screen.findByText(text.integrity.sound)).toBeVisible();
    expect(inputsOf("integrity.verify")).toEqual([{ head: null }]);
    expect(screen.queryByText(text.keptHead.fits)).toBeNull();
  });

  it("holds the chain against a kept end", async () => {
    startIntegrity({ "integrity.verify": () => Promise.resolve(sound) });
    await fill(head, "/safe/end.json");
    await press(text.integrity.verify);
    expect(await screen.findByText(text.keptHead.fits)).toBeVisible();
    expect(inputsOf("integrity.verify")).toEqual([{ head: "/safe/end.json" }]);
  });

  it("shows that events were cut off", async () => {
    const detail = "the log is cut off: events 9 to 12 were there on 2026-11-01";
    const cut = { ...sound, ok: false, damages: [{ position: 9, table: null, kind: "head", detail }] };
    startIntegrity({ "integrity.verify": () => Promise.resolve(cut) });
    await fill(head, "/safe/end.json");
    await press(text.integrity.verify);
    expect(await screen.findByText(`#9 — head: ${detail}`)).toBeVisible();
    expect(screen.getByRole("alert")).toHaveTextContent(text.integrity.damaged);
    expect(screen.queryByText(text.keptHead.fits)).toBeNull();
  });

  it("does not call a book damaged of which only an archive is missing", async () => {
    const detail = "the archive /books/old.jsonl.gz of events 1 to 8 cannot be opened";
    const damage = { position: 1, table: null, kind: "archive_missing", detail };
    startIntegrity({ "integrity.verify": () => Promise.resolve({ ...sound, ok: false, damages: [damage] }) });
    await fill(head, "/safe/end.json");
    await press(text.integrity.verify);
    expect(await screen.findByRole("alert")).toHaveTextContent(text.integrity.incomplete);
    expect(screen.queryByText(text.keptHead.fits)).toBeNull();
  });

  it("puts a file that is none beside the field, until it is typed over", async () => {
    const why = "head must be a file that can be read: /x: gone";
    startIntegrity({ "integrity.verify": () => Promise.reject(refusal("head", why)) });
    await fill(head, "/x");
    await press(text.integrity.verify);
    await waitFor(() => expect(screen.getByLabelText(head)).toBeInvalid());
    expect(screen.getByText("File must be a file that can be read: /x: gone")).toBeVisible();
    await userEvent.type(screen.getByLabelText(head), "y");
    expect(screen.getByLabelText(head)).toBeValid();
  });
});
