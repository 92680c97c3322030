import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { bookOf, startWithUsers } from "../../test/users";
import { UserMenu } from "./UserMenu";

const ada = bookOf("Ada", "owner");
const button = (name: string) => screen.findByRole("button", { name });

describe("who is signed in", () => {
  it("is a button that the keyboard reaches, with the active users and their roles behind it", async () => {
    startWithUsers(<UserMenu />, ada);
    const menu = await button("Signed in as Ada, Owner");
    await userEvent.tab();
    expect(menu).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    const items = await screen.findAllByRole("menuitemradio");
    await waitFor(() => expect(screen.getAllByRole("menuitemradio")).toHaveLength(3));
    expect(items[0]).toBeChecked();
    expect(screen.getByRole("menuitemradio", { name: /Grace/ })).toHaveTextContent("Approver");
    expect(screen.queryByRole("menuitemradio", { name: /Otto/ })).not.toBeInTheDocument();
    expect(screen.getByText(/no passwords/)).toBeInTheDocument();
  });

  it("passes to another user", async () => {
    let signedIn = ada;
    const { inputsOf } = startWithUsers(<UserMenu />, ada, {
      "book.get": () => Promise.resolve(signedIn),
      "book.sign_in": () => {
        signedIn = bookOf("Ines", "auditor");
        return Promise.resolve(signedIn);
      },
    });
    await userEvent.click(await button("Signed in as Ada, Owner"));
    await userEvent.click(await screen.findByRole("menuitemradio", { name: /Ines/ }));
    expect(await button("Signed in as Ines, Auditor")).toBeVisible();
    expect(inputsOf("book.sign_in")).toEqual([{ user: "Ines" }]);
  });

  it("stays when the one who is signed in is chosen again", async () => {
    const { inputsOf } = startWithUsers(<UserMenu />, ada);
    await userEvent.click(await button("Signed in as Ada, Owner"));
    await userEvent.click(await screen.findByRole("menuitemradio", { name: /Ada/ }));
    expect(inputsOf("book.sign_in")).toEqual([]);
  });

  it("can be left to the owner by someone who was deactivated", async () => {
    const refusal = { code: "unknown_user", message: "", field: "user", params: {}, retryable: false };
    startWithUsers(<UserMenu />, bookOf("Otto", "officer"), {
      "book.get": () => Promise.reject(refusal),
      "user.list": () => Promise.reject(refusal),
    });
    await userEvent.click(await button("Signed in as Otto, Officer"));
    expect(await screen.findByRole("menuitemradio", { name: /Ada/ })).toBeVisible();
  });
});
