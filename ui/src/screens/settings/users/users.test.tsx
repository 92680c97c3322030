import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { permissionOf } from "../../../app/permission";
import type { Book } from "../../../bindings/Book";
import { messages } from "../../../messages";
import { bookOf, startWithUsers, users } from "../../../test/users";
import UsersTab from "./UsersTab";

const text = messages.settings.users;
const start = (book: Book, answers = {}) => startWithUsers(<UsersTab />, book, answers);
const rowOf = async (name: string) => {
  const cell = await screen.findByRole("cell", { name });
  return within(cell.closest("tr") ?? cell);
};

describe("the users of a book", () => {
  it("are listed with role, since when, and whether they are active", async () => {
    start(bookOf("Ada", "owner"));
    const otto = await rowOf("Otto");
    expect(otto.getByRole("combobox", { name: text.roleOf("Otto") })).toHaveValue("officer");
    expect(otto.getByText(/2026/)).toBeVisible();
    expect(otto.getByRole("switch", { name: text.mayWork("Otto") })).not.toBeChecked();
    const ada = await rowOf("Ada");
    expect(ada.getByText("Owner")).toBeVisible();
    expect(ada.queryByRole("combobox")).not.toBeInTheDocument();
    expect(ada.getByRole("switch")).toBeDisabled();
  });

  it("are added with a name and a role that is no second owner", async () => {
    const { inputsOf } = start(bookOf("Ada", "owner"), { "user.add": () => Promise.resolve(users[1]) });
    await userEvent.click(await screen.findByRole("button", { name: text.add }));
    const dialog = within(await screen.findByRole("dialog"));
    await userEvent.click(dialog.getByRole("button", { name: text.add }));
    expect(dialog.getByText(messages.fields.required)).toBeVisible();
    expect(inputsOf("user.add")).toEqual([]);
    expect(dialog.queryByRole("option", { name: "Owner" })).not.toBeInTheDocument();
    await userEvent.type(dialog.getByRole("textbox", { name: text.name }), " Grace ");
    await userEvent.selectOptions(dialog.getByRole("combobox", { name: text.role }), "Approver");
    expect(dialog.getByText(messages.roleMeanings.approver)).toBeVisible();
    await userEvent.click(dialog.getByRole("button", { name: text.add }));
    await waitFor(() => expect(inputsOf("user.add")).toEqual([{ name: "Grace", role: "approver" }]));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  });

  it("have names of their own, which the field says", async () => {
    const message = 'the book has a user named "Grace" already';
    const taken = { code: "user_exists", message, field: "name", params: {}, retryable: false };
    start(bookOf("Ada", "owner"), { "user.add": () => Promise.reject(taken) });
    await userEvent.click(await screen.findByRole("button", { name: text.add }));
    const dialog = within(await screen.findByRole("dialog"));
    const name = dialog.getByRole("textbox", { name: text.name });
    await userEvent.type(name, "grace{Enter}");
    await waitFor(() => expect(name).toBeInvalid());
    expect(name).toHaveAccessibleDescription(/The book has a user named "Grace" already/);
  });

  it("get other roles, are deactivated and let in again", async () => {
    const { inputsOf } = start(bookOf("Ada", "owner"), { "user.change": () => Promise.resolve(users[1]) });
    await userEvent.selectOptions((await rowOf("Grace")).getByRole("combobox"), "Inspector");
    await userEvent.click((await rowOf("Ines")).getByRole("switch"));
    await userEvent.click((await rowOf("Otto")).getByRole("switch"));
    await waitFor(() =>
      expect(inputsOf("user.change")).toEqual([
        { user_id: "grace", role: "inspector" },
        { user_id: "ines", is_active: false },
        { user_id: "otto", is_active: true },
      ]),
    );
  });

  it("may be one person who requests and approves", async () => {
    const { inputsOf } = start(bookOf("Ada", "owner"), {
      "organization.configure": () => Promise.resolve({ one_person_lender: true }),
    });
    const lender = await screen.findByRole("switch", { name: text.onePerson });
    expect(lender).toHaveAccessibleDescription(/each such approval says so/);
    await userEvent.click(lender);
    expect(inputsOf("organization.configure")).toEqual([{ one_person_lender: true }]);
  });

  it("are shown to everyone, and changed by the owner alone, which is said", async () => {
    const { inputsOf } = start(bookOf("Grace", "approver"));
    const reason = "An approver may not do this; the owner can.";
    const add = await screen.findByRole("button", { name: text.add });
    expect(add).toHaveAttribute("aria-disabled", "true");
    expect(add).toHaveAccessibleDescription(reason);
    expect(screen.getByText(reason)).toBeVisible();
    add.focus();
    expect(add).toHaveFocus();
    await userEvent.click(add);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect((await rowOf("Ines")).getByText("Auditor")).toBeVisible();
    expect((await rowOf("Ines")).queryByRole("combobox")).not.toBeInTheDocument();
    expect((await rowOf("Ines")).getByRole("switch")).toBeDisabled();
    expect(screen.getByRole("switch", { name: text.onePerson })).toBeDisabled();
    expect(inputsOf("user.change")).toEqual([]);
  });
});

describe("what a role may call", () => {
  it("follows the command table", () => {
    const mayPay = ["auditor", "inspector", "officer", "approver", "owner"] as const;
    expect(mayPay.map((role) => permissionOf(role, "payment.record").allowed)).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
    expect(mayPay.every((role) => permissionOf(role, "loan.list").allowed)).toBe(true);
    expect(permissionOf("auditor", "book.close").allowed).toBe(true);
    expect(permissionOf("inspector", "loan.create").reason).toBe(
      "An inspector may not do this; an officer, an approver or the owner can.",
    );
  });
});
