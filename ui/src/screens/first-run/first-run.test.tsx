import { QueryClientProvider } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queryClient } from "../../api/queries";
import type { WireError } from "../../bindings/WireError";
import { messages } from "../../messages";
import { platform } from "../../platform";
import { renderInTheme } from "../../test/render";
import { FirstRun } from "./FirstRun";

const text = messages.server;
const shared = "postgres://ada@db.example.com:5432/lending?sslmode=verify-full";
const book = { organization_id: "o", organization: "Cedar", address: shared };
const recent = { address: shared, organization: "Cedar", opened_at: "2026-01-31T12:00:00Z" };

function wire(code: WireError["code"], message = "x: why"): WireError {
  return { code, message, field: null, params: {}, retryable: false };
}

type Sent = { address: string; passphrase: string | null };
const opened = vi.fn<(address: unknown) => void>();
let sent: Sent[] = [];
let answers: Array<() => Promise<unknown>> = [];

/** The first run over a program that answers opening and creating with `next`, in turn. */
function start(recents: Array<typeof recent>, ...next: Array<WireError | typeof book>) {
  answers = next.map((answer) => () => ("code" in answer ? Promise.reject(answer) : Promise.resolve(answer)));
  sent = [];
  opened.mockReset();
  vi.spyOn(platform, "call").mockImplementation((name, input) => {
    if (name === "book.recent") return Promise.resolve({ books: recents, suggested_folder: "/books" });
    if (name === "currency.list") return Promise.resolve({ currencies: [{ code: "USD", minor_digits: 2 }] });
    sent.push(input as Sent);
    return (answers.shift() ?? (() => Promise.reject(wire("internal"))))();
  });
  renderInTheme(
    <QueryClientProvider client={queryClient}>
      <FirstRun startAddress={null} startError={null} onOpened={opened} />
    </QueryClientProvider>,
  );
}

const field = (label: string) => screen.findByLabelText(new RegExp(`^${label}( \\(|$)`));
const type = async (label: string, typed: string) => {
  await userEvent.click(await field(label));
  await userEvent.paste(typed);
};
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const chooseServer = async () => userEvent.click(await screen.findByLabelText(messages.place.server));

async function typeServer() {
  await chooseServer();
  await type(text.host, "db.example.com");
  await type(text.database, "lending");
  await type(text.user, "ada");
}

async function typeBook() {
  await press(messages.firstRun.create);
  await type(messages.fieldLabels.organization, "Cedar");
  await type(messages.createBook.owner, "Ada");
}

beforeEach(() => queryClient.clear());

describe("opening a shared book", () => {
  it("sends the address, and the password beside it", async () => {
    start([], book);
    await press(messages.firstRun.open);
    await typeServer();
    await type(text.password, " secret ");
    await press(messages.openBook.submit);
    await waitFor(() => expect(opened).toHaveBeenCalled());
    expect(sent).toEqual([{ address: shared, passphrase: " secret " }]);
    expect(localStorage).toHaveLength(0);
    expect(sessionStorage).toHaveLength(0);
  });

  it("says what is missing without asking the server", async () => {
    start([]);
    await press(messages.firstRun.open);
    await chooseServer();
    await press(messages.openBook.submit);
    expect(await field(text.host)).toBeInvalid();
    expect(await field(text.database)).toBeInvalid();
    expect(await field(text.user)).toBeInvalid();
    expect(sent).toEqual([]);
  });

  it.each([
    ["book_unreachable", text.host],
    ["access_denied", text.password],
    ["not_secure", text.encryption],
    ["book_missing", text.database],
  ] as const)("shows %s beside %s, and keeps what was typed", async (code, label) => {
    start([], wire(code), book);
    await press(messages.firstRun.open);
    await typeServer();
    await type(text.password, "secret");
    await press(messages.openBook.submit);
    await waitFor(async () => expect(await field(label)).toBeInvalid());
    expect(await field(label)).toHaveAccessibleDescription(/^(The server|No book)/);
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
    expect(await field(text.host)).toHaveValue("db.example.com");
    expect(await field(text.password)).toHaveValue("secret");
    await press(messages.openBook.submit);
    await waitFor(() => expect(opened).toHaveBeenCalled());
    expect(sent[1]).toEqual(sent[0]);
  });

  it("says anything else under the fields", async () => {
    start([], wire("book_unfinished"));
    await press(messages.firstRun.open);
    await typeServer();
    await press(messages.openBook.submit);
    expect(await screen.findByRole("alert")).toHaveTextContent(messages.errors.book_unfinished.title);
  });

  it("keeps what was typed on the one side while the other is looked at", async () => {
    start([]);
    await press(messages.firstRun.open);
    await type(messages.openBook.file, "/books/a");
    await typeServer();
    await userEvent.click(screen.getByLabelText(messages.place.computer));
    expect(await field(messages.openBook.file)).toHaveValue("/books/a");
    await chooseServer();
    expect(await field(text.host)).toHaveValue("db.example.com");
  });
});

describe("a recent shared book", () => {
  it("is shown readably, and asks for the password that it needs", async () => {
    const unasked = wire("access_denied", "the server refuses: password missing");
    start([recent], unasked, wire("access_denied"), book);
    await userEvent.click(await screen.findByText("ada@db.example.com/lending"));
    const password = await field(text.password);
    await waitFor(() => expect(password).toHaveFocus());
    expect(password).toBeValid();
    expect(screen.getByText(text.passwordNeeded)).toBeVisible();
    expect(await field(text.user)).toHaveValue("ada");
    await userEvent.keyboard("wrong{Enter}");
    await waitFor(() => expect(password).toBeInvalid());
    await userEvent.clear(password);
    await userEvent.keyboard("secret{Enter}");
    await waitFor(() => expect(opened).toHaveBeenCalled());
    expect(sent.map(({ passphrase }) => passphrase)).toEqual([null, "wrong", "secret"]);
    expect(new Set(sent.map(({ address }) => address))).toEqual(new Set([shared]));
  });

  it("says beside the host that its server does not answer", async () => {
    start([recent], wire("book_unreachable"));
    await userEvent.click(await screen.findByText("ada@db.example.com/lending"));
    expect(await field(text.host)).toBeInvalid();
    expect(screen.getByText(text.errors.book_unreachable("why"))).toBeVisible();
  });
});

describe("creating a book", () => {
  it("makes it on a server, with the server's password and no passphrase", async () => {
    start([], book);
    await typeBook();
    await type(messages.createBook.passphrase, "of the file");
    await typeServer();
    await type(text.book, "cedar");
    await type(text.password, "secret");
    await press(messages.createBook.submit);
    await waitFor(() => expect(opened).toHaveBeenCalled());
    expect(sent).toEqual([
      {
        organization: "Cedar",
        currency: "USD",
        owner: "Ada",
        address: `${shared}&book=cedar`,
        passphrase: "secret",
      },
    ]);
  });

  it("makes it in a file as ever", async () => {
    start([], book);
    await typeBook();
    await press(messages.createBook.submit);
    await waitFor(() => expect(opened).toHaveBeenCalled());
    expect(sent).toMatchObject([{ address: "/books/Cedar.lendingos", passphrase: null }]);
  });

  it("shows all that is missing at once", async () => {
    start([]);
    await press(messages.firstRun.create);
    await chooseServer();
    await press(messages.createBook.submit);
    expect(await field(messages.fieldLabels.organization)).toBeInvalid();
    expect(await field(text.host)).toBeInvalid();
  });

  it("says that there is no such database beside it", async () => {
    start([], wire("book_missing"));
    await typeBook();
    await typeServer();
    await press(messages.createBook.submit);
    expect(await screen.findByText(text.errors.noDatabase)).toBeVisible();
    expect(await field(text.database)).toBeInvalid();
  });

  it("says under the fields that there is a book already", async () => {
    start([], wire("book_exists"));
    await typeBook();
    await typeServer();
    await press(messages.createBook.submit);
    expect(await screen.findByRole("alert")).toHaveTextContent(messages.errors.book_exists.title);
  });
});
