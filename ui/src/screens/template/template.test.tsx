import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { PreviewTemplate } from "../../bindings/PreviewTemplate";
import type { SetTemplate } from "../../bindings/SetTemplate";
import type { Template } from "../../bindings/Template";
import { messages } from "../../messages";
import { book } from "../../test/book";
import { type Answers, refused } from "../../test/construction";
import { startDocuments, svgPage, templateOf } from "../../test/documents";

const text = messages.templates;
const title = messages.documents.kinds.promissory_note;
const fault = { message: "unknown variable: fact", line: 2, column: 1, hints: ["try facts"] };

/** A program that keeps the template, and cannot typeset `#fact`. */
function start(path = "/templates/promissory_note", { own = {}, answers = {}, role = "owner" }: Start = {}) {
  let template = templateOf("promissory_note", own);
  return startDocuments(path, {
    answers: {
      "template.get": () => template,
      "template.preview": ({ source }: PreviewTemplate) =>
        source?.includes("#fact")
          ? { pages: [], missing_characters: null, fault }
          : { pages: [svgPage(source ?? "")], missing_characters: null, fault: null },
      "template.set": ({ source = null }: SetTemplate) => {
        const changed = source === null ? null : "Ada";
        template = templateOf("promissory_note", {
          source: source ?? template.built_in,
          changed_by: changed,
          changed_at: changed && "2026-11-24T10:00:00Z",
        });
        return template;
      },
      ...answers,
    },
    opened: { ...book, role },
  });
}
type Start = { own?: Partial<Template>; answers?: Answers; role?: typeof book.role };

const field = () => screen.findByRole("textbox", { name: text.source });
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const previewed = async () =>
  decodeURIComponent(
    (await screen.findByRole("img", { name: /^Preview, page 1/ })).getAttribute("src") ?? "",
  );

describe("a template", () => {
  it("is shown as it will look while it is typed, and saved", async () => {
    const { inputsOf } = start();
    expect(await previewed()).toContain("Dear borrower");
    expect(screen.getByText(text.own)).toBeVisible();
    await userEvent.type(await field(), "!");
    expect(screen.getByText(text.unsaved)).toBeVisible();
    await waitFor(async () => expect(await previewed()).toContain("Dear borrower!"));
    await press(text.save);
    expect(await screen.findByText(text.changed)).toBeVisible();
    expect(inputsOf("template.set")).toEqual([
      { kind: "promissory_note", source: "#show: letter\nDear borrower!" },
    ]);
    expect(screen.queryByText(text.unsaved)).not.toBeInTheDocument();
    expect(await field()).toHaveValue("#show: letter\nDear borrower!");
  });

  it("says which characters of its pages no font has", async () => {
    start(undefined, {
      answers: {
        "template.preview": () => ({ pages: [svgPage("page")], missing_characters: "🦀", fault: null }),
      },
    });
    expect(await screen.findByText(messages.documents.missingCharacters("🦀"))).toBeVisible();
  });

  it("with a fault names and marks the line, over the pages as they were before", async () => {
    start();
    await previewed();
    const source = await field();
    await userEvent.clear(source);
    await userEvent.type(source, "#show: letter{Enter}#fact");
    expect(await screen.findByText("Line 2: unknown variable: fact")).toBeVisible();
    expect(screen.getByText("try facts")).toBeVisible();
    expect(document.querySelector("[data-fault=true]")).toHaveTextContent("#fact");
    expect(screen.getByRole("img", { name: /^Preview, page 1/ })).toBeVisible();
    await press(text.goTo(2));
    expect(source).toHaveFocus();
    const { selectionStart, selectionEnd } = source as HTMLTextAreaElement;
    expect([selectionStart, selectionEnd]).toEqual([14, 19]);
  });

  it("that is refused says why beside its source, until it is typed on", async () => {
    const message = "source cannot be typeset: template promissory_note, line 2: unknown variable: fact";
    const { inputsOf } = start(undefined, {
      answers: {
        "template.set": () => {
          throw refused("template_fault", message, "source");
        },
      },
    });
    const source = await field();
    await userEvent.type(source, "#fact");
    await userEvent.keyboard("{Control>}s{/Control}");
    await waitFor(() => expect(source).toBeInvalid());
    expect(source).toHaveAccessibleDescription(/line 2: unknown variable: fact/);
    expect(inputsOf("template.set")).toHaveLength(1);
    await userEvent.type(source, "s");
    expect(source).toBeValid();
  });

  it("that was not saved is there again after a crash, and can be discarded", async () => {
    const { unmount } = start();
    await userEvent.type(await field(), "!");
    unmount();
    start();
    expect(await field()).toHaveValue("#show: letter\nDear borrower!");
    expect(screen.getByText(text.restored)).toBeVisible();
    await press(text.discard);
    expect(await field()).toHaveValue("#show: letter\nDear borrower");
    expect(screen.queryByText(text.restored)).not.toBeInTheDocument();
    expect(localStorage).toHaveLength(0);
  });

  it("goes back to the program's own once that is confirmed", async () => {
    const { inputsOf } = start(undefined, { own: { source: "Mine", changed_by: "Ada" } });
    expect(await field()).toHaveValue("Mine");
    await press(text.reset);
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText(text.resetEffect)).toBeVisible();
    expect(inputsOf("template.set")).toEqual([]);
    await userEvent.click(dialog.getByRole("button", { name: text.resetSubmit }));
    await waitFor(async () => expect(await field()).toHaveValue("#show: letter\nDear borrower"));
    expect(inputsOf("template.set")).toEqual([{ kind: "promissory_note", source: null }]);
    expect(screen.queryByRole("button", { name: text.reset })).not.toBeInTheDocument();
    expect(screen.getByRole("heading", { name: text.heading(title) })).toBeVisible();
  });

  it("is looked at with the facts of the loan whose document it failed, or with the sample", async () => {
    const { inputsOf } = start("/templates/promissory_note?loan=l");
    await previewed();
    expect(inputsOf("template.preview").at(-1)).toMatchObject({ loan_id: "l" });
    await userEvent.click(screen.getByText(text.previewOf.sample));
    await waitFor(() => expect(inputsOf("template.preview").at(-1)).toMatchObject({ loan_id: null }));
  });

  it("is read by everybody and changed by the owner alone", async () => {
    start(undefined, { role: "officer" });
    expect(await field()).toHaveAttribute("readonly");
    expect(screen.getByRole("button", { name: text.save })).toHaveAccessibleDescription(
      "An officer may not do this; the owner can.",
    );
  });
});
