import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { LetterheadView } from "../../../bindings/LetterheadView";
import type { SetLetterhead } from "../../../bindings/SetLetterhead";
import { messages } from "../../../messages";
import { book } from "../../../test/book";
import { type Answers, refused } from "../../../test/construction";
import { startDocuments, svgPage, templateOf } from "../../../test/documents";

const text = messages.letterhead;
const nothing: LetterheadView = {
  logo_file_name: null,
  address: null,
  phone: null,
  email: null,
  website: null,
  licence_number: null,
  footer: null,
};

/** A program that keeps the letterhead. */
function start(answers: Answers = {}, at: Partial<LetterheadView> = {}, role: typeof book.role = "owner") {
  let letterhead = { ...nothing, ...at };
  return startDocuments("/settings/documents", {
    answers: {
      "letterhead.get": () => letterhead,
      "letterhead.set": ({ logo_path: path, remove_logo: remove, ...lines }: SetLetterhead) => {
        const logo = remove ? null : (path ?? letterhead.logo_file_name);
        letterhead = { ...letterhead, ...lines, logo_file_name: logo };
        return letterhead;
      },
      "template.preview": () => ({ pages: [svgPage("page")], missing_characters: null, fault: null }),
      "template.list": () => ({
        templates: [
          templateOf("promissory_note"),
          templateOf("payoff_letter", { changed_by: "Grace", changed_at: "2026-11-24T10:00:00Z" }),
        ],
      }),
      ...answers,
    },
    opened: { ...book, role },
  });
}

const field = (name: string) => screen.findByRole("textbox", { name });
const save = async () => userEvent.click(await screen.findByRole("button", { name: text.save }));

const tooLong = (name: string) =>
  refused("invalid_input", `${name} must have at most 1,000 characters`, name);

describe("the letterhead", () => {
  it("is saved as it was typed, and shown anew", async () => {
    const { inputsOf } = start();
    await userEvent.type(await field(text.address), "12 Cedar Street{Enter}Portland");
    await userEvent.type(await field(text.licence_number), " CFL 60-123 ");
    await userEvent.type(await field(text.logo), "/art/cedar.png");
    await waitFor(() =>
      expect(inputsOf("template.preview").at(-1)).toMatchObject({
        letterhead: { address: "12 Cedar Street\nPortland", logo_path: "/art/cedar.png" },
      }),
    );
    await save();
    expect(inputsOf("letterhead.set")).toEqual([
      {
        address: "12 Cedar Street\nPortland",
        phone: null,
        email: null,
        website: null,
        licence_number: "CFL 60-123",
        footer: null,
        logo_path: "/art/cedar.png",
        remove_logo: false,
      },
    ]);
    expect(await field(text.logo)).toHaveValue("");
    expect(await field(text.logo)).toHaveAccessibleDescription(/^Now: \/art\/cedar\.png/);
    expect(localStorage).toHaveLength(0);
  });

  it("says beside the field what is not taken", async () => {
    let wrong = "address";
    start({
      "letterhead.set": () => {
        throw tooLong(wrong);
      },
    });
    await save();
    const address = await field(text.address);
    await waitFor(() => expect(address).toBeInvalid());
    expect(address).toHaveAccessibleDescription("Address must have at most 1,000 characters");
    wrong = "logo_path";
    await save();
    const logo = await field(text.logo);
    await waitFor(() => expect(logo).toBeInvalid());
    expect(logo).toHaveAccessibleDescription(/^Logo must have/);
  });

  it("loses its logo when that is wished for", async () => {
    const { inputsOf } = start({}, { logo_file_name: "cedar.png" });
    await userEvent.click(await screen.findByRole("checkbox", { name: text.removeLogo }));
    await save();
    await waitFor(() => expect(screen.queryByRole("checkbox")).not.toBeInTheDocument());
    expect(inputsOf("letterhead.set")).toEqual([expect.objectContaining({ remove_logo: true })]);
  });

  it("that was not saved is there again after a crash, and can be discarded", async () => {
    const { unmount } = start({}, { phone: "1" });
    await userEvent.type(await field(text.phone), "23");
    unmount();
    start({}, { phone: "1" });
    expect(await field(text.phone)).toHaveValue("123");
    await userEvent.click(screen.getByRole("button", { name: text.discard }));
    expect(await field(text.phone)).toHaveValue("1");
  });

  it("is the owner's to change", async () => {
    start({}, {}, "approver");
    expect(await field(text.phone)).toHaveAttribute("readonly");
    expect(screen.getByRole("button", { name: text.save })).toHaveAccessibleDescription(
      "An approver may not do this; the owner can.",
    );
  });
});

describe("the templates", () => {
  it("are the program's own or changed, by whom, and open", async () => {
    start();
    const table = within(await screen.findByRole("table", { name: messages.templates.title }));
    const rows = table.getAllByRole("row").slice(1);
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringContaining(messages.templates.own),
      expect.stringMatching(/Changed.*Grace/),
    ]);
    expect(table.getByRole("link", { name: messages.documents.kinds.payoff_letter })).toHaveAttribute(
      "href",
      "/templates/payoff_letter",
    );
  });
});
