import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { GetDocument } from "../../bindings/GetDocument";
import type { ListDocuments } from "../../bindings/ListDocuments";
import { messages } from "../../messages";
import { platform } from "../../platform";
import { refused } from "../../test/construction";
import { documentOf, eventOf, startDocuments, svgPage } from "../../test/documents";

const text = messages.documents;
const note = documentOf("promissory_note");
const report = documentOf("portfolio_report", { loan_id: null });
const shown = (part = {}) => ({
  document: note,
  saved_to: null,
  pages: [svgPage("first <script>"), svgPage("second")],
  missing_characters: null,
  is_same_made_again: null,
  ...part,
});
const start = (answer: (input: GetDocument) => unknown = () => shown()) =>
  startDocuments("/documents/promissory_note", { answers: { "document.get": answer } });
const page = (number: number) => screen.findByRole("img", { name: text.pageOf(note.title, number, 2) });
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));

describe("a document", () => {
  it("is shown page by page, each an image of its own", async () => {
    start();
    const source = (await page(1)).getAttribute("src") ?? "";
    expect(source).toMatch(/^data:image\/svg\+xml;charset=utf-8,/);
    expect(decodeURIComponent(source)).toContain(svgPage("first <script>"));
    // Nothing of the picture is part of the window.
    expect(document.querySelector("svg text, script")).toBeNull();
    expect(screen.getByRole("button", { name: text.previous })).toHaveAttribute("aria-disabled", "true");
    await press(text.next);
    expect(decodeURIComponent((await page(2)).getAttribute("src") ?? "")).toContain("second");
    expect(screen.getByText(text.page(2, 2))).toBeVisible();
    const next = screen.getByRole("button", { name: text.next });
    expect(next).toHaveFocus();
    await userEvent.click(next);
    expect(await page(2)).toBeVisible();
  });

  it("is turned by the arrows while its pages have the focus, and made larger", async () => {
    start();
    await page(1);
    screen.getByRole("region", { name: note.title }).focus();
    await userEvent.keyboard("{ArrowRight}");
    expect(await page(2)).toBeVisible();
    await userEvent.keyboard("{ArrowLeft}");
    const first = await page(1);
    await userEvent.selectOptions(screen.getByRole("combobox", { name: text.zoom }), text.zooms["1.5"]);
    expect(first).toHaveStyle({ width: "918pt" });
    await userEvent.selectOptions(screen.getByRole("combobox", { name: text.zoom }), text.zooms.width);
    expect(first).not.toHaveAttribute("style", expect.stringContaining("918"));
  });

  it("is saved where the system's dialog says, and says why it was not", async () => {
    vi.spyOn(platform, "hasFileDialogs", "get").mockReturnValue(true);
    const chosen = vi.spyOn(platform, "chooseNewFile").mockResolvedValue("/papers/note.pdf");
    let taken = true;
    const { inputsOf } = start(({ save_to: path }) => {
      if (path && taken)
        throw refused("invalid_input", `save_to names a file that is there already: ${path}`, "save_to");
      return shown({ saved_to: path ?? null });
    });
    await press(text.save);
    expect(await screen.findByText(/there already: \/papers\/note\.pdf/)).toBeVisible();
    taken = false;
    await press(text.save);
    expect(await screen.findByText(messages.attachments.saved("/papers/note.pdf"))).toBeVisible();
    expect(chosen).toHaveBeenCalledWith(note.file_name);
    expect(inputsOf("document.get")).toContainEqual({
      document_id: "promissory_note",
      save_to: "/papers/note.pdf",
      with_pages: false,
      make_again: false,
    });
  });

  it.each([
    [true, text.same_bytes],
    [false, text.other_bytes],
  ])("is made again and compared: %s", async (same, words) => {
    start(({ make_again: again }) => shown({ is_same_made_again: again ? same : null }));
    await page(1);
    expect(screen.queryByText(words)).not.toBeInTheDocument();
    await press(text.compare);
    expect(await screen.findByText(words)).toBeVisible();
  });

  it("says which of its characters no font has", async () => {
    start(() => shown({ missing_characters: "🏠🦀" }));
    expect(await screen.findByText(text.missingCharacters("🏠 🦀"))).toBeVisible();
  });

  it("that is not there says so", async () => {
    start(() => {
      throw refused("not_found", "there is no document promissory_note");
    });
    expect(await screen.findByText(messages.errors.not_found.title)).toBeVisible();
  });

  it("is opened from the event that says that it was made", async () => {
    const made = eventOf({
      event_type: "Compliance.DocumentGenerated",
      event_id: "made",
      payload: { documentId: "promissory_note", title: note.title },
    });
    const { place } = startDocuments("/loans/l/history?event=made", {
      answers: {
        "event.history": () => ({ events: [eventOf({}), made] }),
        "document.get": () => shown(),
      },
    });
    await press(text.open);
    expect(await page(1)).toBeVisible();
    expect(place()).toBe("/documents/promissory_note");
  });
});

describe("the documents of the book", () => {
  it("are those of no loan at first, and a portfolio report is made and opened", async () => {
    const { inputsOf, place } = startDocuments("/documents", {
      answers: {
        "document.list": ({ of_the_book: ofTheBook, search }: ListDocuments) => {
          const documents = ofTheBook || search ? [] : [note];
          return { documents, total: documents.length };
        },
        "document.generate": () => report,
        "document.get": () => shown({ document: report }),
      },
    });
    expect(await screen.findByText(text.none.book.title)).toBeVisible();
    await userEvent.click(screen.getByText(text.views.all));
    const grid = within(await screen.findByRole("grid", { name: text.table }));
    expect(grid.getByText(note.file_name)).toBeVisible();
    await userEvent.type(screen.getByRole("searchbox", { name: text.search }), "nothing such");
    expect(await screen.findByText(text.noMatch.title)).toBeVisible();
    await press(text.report);
    await waitFor(() => expect(place()).toBe("/documents/portfolio_report"));
    expect(inputsOf("document.list").at(-1)).toEqual({
      of_the_book: false,
      search: "nothing such",
      limit: 1000,
    });
    expect(inputsOf("document.generate")).toEqual([{ kind: "portfolio_report" }]);
    expect(await screen.findByRole("link", { name: text.backToAll })).toBeVisible();
  });
});
