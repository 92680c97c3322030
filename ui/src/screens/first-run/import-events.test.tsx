import { QueryClientProvider } from "@tanstack/react-query";
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queryClient } from "../../api/queries";
import type { WireError } from "../../bindings/WireError";
import { messages } from "../../messages";
import { platform } from "../../platform";
import type { Progress } from "../../platform/platform";
import { renderInTheme } from "../../test/render";
import { book } from "../../test/book";
import { organizationOf } from "./book-address";
import { FirstRun } from "./FirstRun";

const text = messages.importEvents;
const events = "/downloads/Cedar-Lending-events-2026-11-26.ndjson.gz";

type Sent = { name: string; input: unknown; commandId: string | null };
let sent: Sent[] = [];
let stop: (reason: WireError) => void = () => undefined;
let report: (progress: Progress) => void = () => undefined;
const opened = vi.fn<(book: unknown) => void>();
const cancel = vi.fn<(commandId: string) => Promise<void>>();

function refusal(code: WireError["code"], message: string, field: string | null = null): WireError {
  return { code, message, field, params: {}, retryable: false };
}

/** The first run at the form, over a program that answers as told; what is left open waits. */
async function start(answers: Record<string, () => Promise<unknown>>) {
  sent = [];
  vi.spyOn(platform, "cancel").mockImplementation(cancel);
  vi.spyOn(platform, "onProgress").mockImplementation((listener) => {
    report = listener;
    return Promise.resolve(() => undefined);
  });
  vi.spyOn(platform, "call").mockImplementation((name, input, commandId) => {
    if (name === "book.recent") return Promise.resolve({ books: [], suggested_folder: "/books" });
    sent.push({ name, input, commandId });
    return answers[name]?.() ?? Promise.reject(new Error(`${name} was not expected`));
  });
  renderInTheme(
    <QueryClientProvider client={queryClient}>
      <FirstRun startAddress={null} startError={null} onOpened={opened} />
    </QueryClientProvider>,
  );
  await press(messages.firstRun.importEvents);
}

const field = (label: string) =>
  screen.findByLabelText(new RegExp(`^${label.replace(/[()]/g, "\\$&")}( \\(|$)`));
const type = async (label: string, typed: string) => {
  await userEvent.click(await field(label));
  await userEvent.paste(typed);
};
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const inputsOf = (name: string) => sent.filter((each) => each.name === name).map(({ input }) => input);

const made = { "book.import_events": () => Promise.resolve({}), "book.open": () => Promise.resolve(book) };

beforeEach(() => {
  queryClient.clear();
  opened.mockReset();
  cancel.mockReset();
});

describe("a book from exported events", () => {
  it("is made where its organization's name suggests, encrypted as asked, and then opened", async () => {
    await start(made);
    await type(text.path, events);
    expect(await field(messages.createBook.file)).toHaveValue("/books/Cedar-Lending.lendingos");
    await type(messages.createBook.passphrase, "secret");
    await type(messages.createBook.repeat, "secret");
    await press(text.submit);
    await waitFor(() => expect(opened).toHaveBeenCalled());
    const place = { address: "/books/Cedar-Lending.lendingos", passphrase: "secret" };
    expect(inputsOf("book.import_events")).toEqual([{ path: events, ...place }]);
    expect(inputsOf("book.open")).toEqual([place]);
  });

  it("goes to a server as well", async () => {
    await start(made);
    await type(text.path, events);
    await userEvent.click(await screen.findByLabelText(messages.place.server));
    await type(messages.server.host, "db");
    await type(messages.server.database, "lending");
    await type(messages.server.user, "ada");
    await press(text.submit);
    await waitFor(() => expect(opened).toHaveBeenCalled());
    const address = "postgres://ada@db:5432/lending?sslmode=verify-full";
    expect(inputsOf("book.import_events")).toEqual([{ path: events, address, passphrase: null }]);
  });

  it("is asked for all that is missing at once", async () => {
    await start({});
    await type(messages.createBook.passphrase, "secret");
    await press(text.submit);
    expect(await field(text.path)).toHaveAccessibleDescription(messages.fields.required);
    expect(await field(messages.createBook.repeat)).toBeInvalid();
    expect(await field(messages.createBook.file)).toBeInvalid();
    expect(sent).toEqual([]);
  });

  it("says beside the file which line is wrong, and takes another file", async () => {
    const wrong = refusal("invalid_input", "path is not whole: line 17: the event was changed", "path");
    await start({ ...made, "book.import_events": () => Promise.reject(wrong) });
    await type(text.path, events);
    await press(text.submit);
    const path = await field(text.path);
    await waitFor(() =>
      expect(path).toHaveAccessibleDescription("File is not whole: line 17: the event was changed"),
    );
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
    expect(opened).not.toHaveBeenCalled();
    await userEvent.type(path, "x");
    expect(path).toBeValid();
  });

  it("says that a book is there already, and forgets it where another place is chosen", async () => {
    const there = refusal("book_exists", "a book is at /books/x");
    await start({ "book.import_events": () => Promise.reject(there) });
    await type(text.path, events);
    await press(text.submit);
    expect(await screen.findByRole("alert")).toHaveTextContent(messages.errors.book_exists.title);
    await userEvent.click(await screen.findByLabelText(messages.place.server));
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  });

  it("shows how far it has come, and can be stopped", async () => {
    await start({ "book.import_events": () => new Promise((_, reject) => (stop = reject)) });
    await type(text.path, events);
    await press(text.submit);
    const stopButton = await screen.findByRole("button", { name: messages.common.cancel });
    await waitFor(() => expect(stopButton).toHaveFocus());
    expect(screen.queryByRole("button", { name: text.submit })).not.toBeInTheDocument();
    const { commandId } = sent[0] ?? {};
    act(() => report({ command_id: commandId ?? "", done: 45, total: 100 }));
    expect(screen.getByText("45 %")).toBeVisible();
    await userEvent.click(stopButton);
    expect(cancel).toHaveBeenCalledWith(commandId);
    act(() => stop(refusal("cancelled", "it was cancelled")));
    expect(await screen.findByText(messages.errors.cancelled.title)).toBeVisible();
    expect(await screen.findByRole("button", { name: text.submit })).toBeEnabled();
  });

  it("that was made but cannot be opened is opened again, not made again", async () => {
    const busy = { ...refusal("book_busy", "another program has it"), retryable: true };
    let tries = 0;
    await start({
      ...made,
      "book.open": () => (tries++ === 0 ? Promise.reject(busy) : Promise.resolve(book)),
    });
    await type(text.path, events);
    await press(text.submit);
    await press(messages.common.retry);
    await waitFor(() => expect(opened).toHaveBeenCalled());
    expect(inputsOf("book.import_events")).toHaveLength(1);
    expect(inputsOf("book.open")).toHaveLength(2);
  });
});

it.each([
  [events, "Cedar-Lending"],
  ["C:\\Books\\Cedar.ndjson", "Cedar"],
  ["cedar events.JSON", "cedar events"],
  ["/downloads/", ""],
  ["", ""],
])("the name of %s is that of %s", (path, organization) => {
  expect(organizationOf(path)).toBe(organization);
});
