import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queryClient } from "../../../../api/queries";
import type { Archive } from "../../../../bindings/Archive";
import type { ArchivePreview } from "../../../../bindings/ArchivePreview";
import type { ArchiveReport } from "../../../../bindings/ArchiveReport";
import type { PreviewArchive } from "../../../../bindings/PreviewArchive";
import { formatDate } from "../../../../format/date";
import { messages } from "../../../../messages";
import { platform } from "../../../../platform";
import type { Progress } from "../../../../platform/platform";
import { book } from "../../../../test/book";
import { inputsOf, press, refusal, startIntegrity, statistics } from "../../../../test/integrity";

const text = messages.settings.archive;

const archive: Archive = {
  number: 1,
  path: "/books/cedar-lending-events-1-to-1200.jsonl.gz",
  first_position: 1,
  last_position: 1_200,
  events: 1_200,
  bytes: 90_000,
  sha256: "5161ad94",
  recorded_from: "2024-01-03T12:00:00Z",
  recorded_until: "2025-11-22T12:00:00Z",
  archived_by: "Ada",
  archived_at: "2026-11-23T12:00:00Z",
  is_there: true,
};

const plan: ArchivePreview = {
  before: "2025-11-23",
  first_position: 1,
  last_position: 1_200,
  events: 1_200,
  recorded_from: archive.recorded_from,
  recorded_until: archive.recorded_until,
  remaining: 345,
  blocked_by: null,
  folder: "/books",
};

const report: ArchiveReport = { archive, bytes_before: 5_600_000, bytes_after: 1_200_000 };
const shared = { ...book, backend: "postgres", address: "postgres://ada@db.example.com/lending" };

const planned = (change: Partial<ArchivePreview> = {}) => ({
  "archive.preview": (input: unknown) => {
    const { before } = input as PreviewArchive;
    return Promise.resolve({ ...plan, ...change, before: before ?? plan.before });
  },
});
const withArchives = (...archives: Archive[]) => ({
  "book.statistics": () => Promise.resolve({ ...statistics, archives }),
});

const dialog = () => screen.findByRole("dialog", { name: text.dialogTitle });
const before = () => screen.findByRole("textbox", { name: text.before });
const folder = () => screen.findByRole("textbox", { name: new RegExp(`^${text.folder}`) });
const submit = () => screen.findByRole("button", { name: text.submitEvents("1,200") });
const fill = async (field: HTMLElement, typed: string) => {
  await userEvent.clear(field);
  await userEvent.type(field, typed);
};

/** The dialog with the usual plan in it. */
async function ask() {
  await press(text.open);
  expect(await submit()).toBeEnabled();
}

beforeEach(() => queryClient.clear());

describe("the archives", () => {
  it("are none at first", async () => {
    startIntegrity();
    expect(await screen.findByText(text.none)).toBeVisible();
  });

  it("are listed with what they hold, and counted beside the log", async () => {
    startIntegrity(withArchives(archive, { ...archive, number: 2, recorded_until: archive.recorded_from }));
    const table = await screen.findByRole("table", { name: text.table });
    const [january, november] = [formatDate("2024-01-03"), formatDate("2025-11-22")];
    const rest = `1,20090.0 KB${formatDate("2026-11-23")} by Ada${text.there}${archive.path}`;
    expect(
      within(table)
        .getAllByRole("row")
        .slice(1)
        .map((row) => row.textContent),
    ).toEqual([`1${january} – ${november}${rest}`, `2${january}${rest}`]);
    const growth = screen.getByRole("region", { name: messages.settings.growth.title });
    expect(within(growth).getByText(messages.settings.growth.inArchives).nextSibling).toHaveTextContent(
      "2,400",
    );
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("say of a file that is gone where it belongs and what cannot be read, until it is back", async () => {
    const gone = { ...archive, is_there: false };
    const answers = [gone, archive];
    startIntegrity({
      "book.statistics": () => Promise.resolve({ ...statistics, archives: [answers.shift() ?? archive] }),
    });
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent(text.missingTitle("1"));
    expect(alert).toHaveTextContent(text.missingText("1", "1,200"));
    expect(alert).toHaveTextContent(archive.path);
    expect(screen.getByText(text.missing)).toBeVisible();
    await press(messages.common.retry);
    expect(await screen.findByText(text.there)).toBeVisible();
    expect(screen.queryByRole("alert")).toBeNull();
  });
});

describe("what archiving would do", () => {
  it("is shown in numbers, of a year ago until another day is typed", async () => {
    startIntegrity(planned());
    await ask();
    const shown = within(await dialog());
    expect(await before()).toHaveValue(formatDate("2025-11-23"));
    expect(shown.getByText(text.go).nextSibling).toHaveTextContent("1,200");
    expect(shown.getByText(text.stay).nextSibling).toHaveTextContent("345");
    expect(shown.getByText("#1 – #1,200")).toBeVisible();
    expect(shown.getByText("/books")).toBeVisible();
    await fill(await before(), "2025-06-30");
    await waitFor(() => expect(inputsOf("archive.preview")).toContainEqual({ before: "2025-06-30" }));
    expect(inputsOf("archive.preview")[0]).toEqual({ before: null });
    await fill(await folder(), "/backups");
    expect(shown.getByText("/backups")).toBeVisible();
  });

  it("is nothing where nothing is so old", async () => {
    startIntegrity(planned({ events: 0, last_position: 0, recorded_from: null, recorded_until: null }));
    await press(text.open);
    expect(await screen.findByText(text.nothingText(formatDate("2025-11-23")))).toBeVisible();
    expect(screen.getByRole("button", { name: text.submit })).toBeDisabled();
  });

  it("stops before an event whose handlers have not succeeded", async () => {
    startIntegrity(planned({ blocked_by: 1_201 }));
    await ask();
    expect(screen.getByText(text.blocked("1,201"))).toBeVisible();
  });

  it("is not done for a day that cannot be read, or that the book refuses", async () => {
    startIntegrity({
      "archive.preview": (input) =>
        (input as PreviewArchive).before === "2030-01-01"
          ? Promise.reject(refusal("before", "before must not be after today, 2026-11-23"))
          : Promise.resolve(plan),
    });
    await ask();
    await fill(await before(), "soon");
    expect(await submit()).toBeDisabled();
    await fill(await before(), "2030-01-01");
    const words = `Date must not be after today, ${formatDate("2026-11-23")}`;
    await waitFor(async () =>
      expect(await before()).toHaveAccessibleDescription(expect.stringContaining(words)),
    );
    expect(screen.getByRole("button", { name: text.submit })).toBeDisabled();
  });
});

describe("archiving", () => {
  it("sends the day that was shown, and says what became of the book", async () => {
    startIntegrity({ ...planned(), "archive.create": () => Promise.resolve(report) });
    await ask();
    await userEvent.click(await submit());
    expect(await screen.findByText(text.done("1,200"))).toBeVisible();
    const shown = within(await dialog());
    expect(shown.getByText(archive.path)).toBeVisible();
    expect(shown.getByText("5.6 MB → 1.2 MB")).toBeVisible();
    expect(shown.getByText(text.keepFile)).toBeVisible();
    expect(inputsOf("archive.create")).toEqual([{ before: "2025-11-23", folder: null }]);
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() => expect(screen.getByRole("button", { name: text.open })).toHaveFocus());
  });

  it("needs a folder for a shared book", async () => {
    startIntegrity({ ...planned({ folder: null }), "archive.create": () => Promise.resolve(report) }, shared);
    await ask();
    await userEvent.click(await submit());
    expect(await folder()).toHaveAccessibleDescription(expect.stringContaining(messages.fields.required));
    expect(inputsOf("archive.create")).toEqual([]);
    await fill(await folder(), " /mnt/office ");
    await userEvent.click(await submit());
    expect(await screen.findByText(text.done("1,200"))).toBeVisible();
    expect(inputsOf("archive.create")).toEqual([{ before: "2025-11-23", folder: "/mnt/office" }]);
  });

  it("puts a refusal beside the folder, until another one is typed", async () => {
    const why = "folder must be a folder that is there, and /no is none";
    startIntegrity({ ...planned(), "archive.create": () => Promise.reject(refusal("folder", why)) });
    await ask();
    await fill(await folder(), "/no");
    await userEvent.click(await submit());
    await waitFor(async () => expect(await folder()).toBeInvalid());
    expect(screen.getByText("Folder must be a folder that is there, and /no is none")).toBeVisible();
    await userEvent.type(await folder(), "w");
    expect(await folder()).toBeValid();
  });

  it("shows how far it has come, and can be stopped", async () => {
    const listeners: Array<(progress: Progress) => void> = [];
    const ends: Array<(reason: unknown) => void> = [];
    const cancel = vi.spyOn(platform, "cancel").mockResolvedValue();
    vi.spyOn(platform, "onProgress").mockImplementation((listener) => {
      listeners.push(listener);
      return Promise.resolve(() => undefined);
    });
    startIntegrity({
      ...planned(),
      "archive.create": () => new Promise((_, reject) => ends.push(reject)),
    });
    await ask();
    await userEvent.click(await submit());
    const stop = await within(await dialog()).findByRole("button", { name: messages.common.cancel });
    expect(stop).toHaveFocus();
    expect(await before()).toBeDisabled();
    await userEvent.keyboard("{Escape}");
    expect(await dialog()).toBeVisible();
    await userEvent.click(stop);
    const [commandId] = cancel.mock.calls[0] ?? [];
    act(() => listeners[0]?.({ command_id: String(commandId), done: 600, total: 2_400 }));
    expect(screen.getByText(text.progress("25"))).toBeVisible();
    act(() => ends[0]?.({ ...refusal("", "stopped"), code: "cancelled", field: null }));
    expect(await screen.findByText(messages.errors.cancelled.title)).toBeVisible();
    expect(await submit()).toBeEnabled();
  });
});
