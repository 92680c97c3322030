import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { SetBudget } from "../../bindings/SetBudget";
import { messages } from "../../messages";
import { type Answers, budget, refused, startDraws } from "../../test/construction";
import { bookOf } from "../../test/users";

const text = messages.budget.editor;

const preview = ({ lines }: SetBudget) => ({
  total: lines[0]?.amount ?? "0.00",
  planned: "0.00",
  commitment: "48000.00",
  left: "-2000.00",
  problem: null,
});

const start = (answers: Answers = {}) =>
  startDraws("/loans/l/budget", {
    answers: { "budget.preview": preview, "budget.set": () => budget, ...answers },
  });
const noBudget: Answers = {
  "budget.get": () => {
    throw refused("no_budget", "the loan has no budget");
  },
};
const field = (name: string) => screen.getByRole("textbox", { name });
const find = (name: string) => screen.findByRole("textbox", { name });
const save = () => userEvent.click(screen.getByRole("button", { name: text.submit }));

describe("a first budget", () => {
  it("is typed line by line, without the mouse, and needs no reason", async () => {
    const { inputsOf, place } = start(noBudget);
    await userEvent.type(await find(text.codeOf(1)), "01{Tab}Site work{Tab}20k{Enter}");
    expect(field(text.codeOf(2))).toHaveFocus();
    await userEvent.keyboard("02{Tab}Roof{Tab}25,000");
    await userEvent.clear(field(text.retainage));
    await userEvent.type(field(text.retainage), "7.5");
    expect(screen.queryByRole("textbox", { name: text.reason })).not.toBeInTheDocument();
    await save();
    await waitFor(() => expect(place()).toBe("/loans/l/draws"));
    expect(inputsOf("budget.set")).toMatchObject([
      {
        loan_id: "l",
        lines: [
          { code: "01", description: "Site work", amount: "20000.00" },
          { code: "02", description: "Roof", amount: "25000.00" },
        ],
        retainage_percent: "7.5",
        reason: null,
        expected_version: null,
      },
    ]);
  });

  it("says beside its fields what is wrong with them, and is not sent", async () => {
    const { inputsOf } = start(noBudget);
    await userEvent.click(await screen.findByRole("button", { name: text.submit }));
    expect(field(text.codeOf(1))).toHaveAccessibleDescription(text.noLines);
    await userEvent.type(field(text.codeOf(1)), "01");
    await userEvent.type(field(text.amountOf(1)), "lots");
    await userEvent.click(screen.getByRole("button", { name: text.add }));
    await userEvent.type(field(text.codeOf(2)), "01");
    await save();
    expect(field(text.descriptionOf(1))).toHaveAccessibleDescription(text.descriptionNeeded);
    expect(field(text.amountOf(1))).toBeInvalid();
    expect(field(text.codeOf(2))).toHaveAccessibleDescription(text.codeTwice);
    expect(field(text.amountOf(2))).toHaveAccessibleDescription(messages.fields.required);
    expect(inputsOf("budget.set")).toEqual([]);
  });

  it("shows its sum while it is typed, and what exceeds the loan", async () => {
    start(noBudget);
    await userEvent.type(await find(text.codeOf(1)), "01{Tab}All{Tab}50k");
    expect(await screen.findByText(text.overBy("2,000.00"))).toBeInTheDocument();
    expect(await screen.findByText("(2,000.00)")).toBeInTheDocument();
  });
});

describe("a budget that is set anew", () => {
  it("needs a reason once draws were made of it, and goes on from the version that was read", async () => {
    const { inputsOf } = start();
    await find(text.codeOf(1));
    await save();
    expect(field(text.reason)).toHaveAccessibleDescription(new RegExp(messages.fields.required));
    expect(inputsOf("budget.set")).toEqual([]);
    await userEvent.type(field(text.reason), "Bids came in");
    await save();
    await waitFor(() =>
      expect(inputsOf("budget.set")).toMatchObject([
        { reason: "Bids came in", expected_version: 4, interest_reserve: "3000.00" },
      ]),
    );
  });

  it("moves a line with Alt and an arrow, its focus with it", async () => {
    start();
    (await find(text.codeOf(1))).focus();
    await userEvent.keyboard("{Alt>}{ArrowDown}{/Alt}");
    expect(field(text.codeOf(1))).toHaveValue("roof");
    expect(field(text.codeOf(2))).toHaveValue("site");
    expect(field(text.codeOf(2))).toHaveFocus();
    await userEvent.click(screen.getByRole("button", { name: text.remove("Roof") }));
    expect(field(text.codeOf(1))).toHaveValue("site");
  });

  it("keeps what was typed when the book refuses it", async () => {
    const { place } = start({
      "budget.set": () => {
        throw refused("conflict", "the budget was changed meanwhile");
      },
    });
    await userEvent.type(await find(text.reason), "Bids came in");
    await save();
    const note = await screen.findByRole("alert");
    expect(within(note).getByText(messages.errors.conflict.title)).toBeInTheDocument();
    expect(field(text.reason)).toHaveValue("Bids came in");
    expect(place()).toBe("/loans/l/budget");
  });

  it("is not saved by who may not, and says who may", async () => {
    startDraws("/loans/l/budget", {
      answers: { "budget.preview": preview },
      opened: bookOf("Luis", "inspector"),
    });
    expect(await screen.findByRole("button", { name: text.submit })).toHaveAccessibleDescription(
      messages.permission.refused("inspector", ["officer", "approver", "owner"]),
    );
  });
});

/** Types an amount and loses the window. */
const typeAndLose = async () => {
  const lost = start();
  const amount = await find(text.amountOf(2));
  await userEvent.clear(amount);
  await userEvent.type(amount, "26,000");
  lost.unmount();
};

describe("a budget that was not saved", () => {
  it("is there again after the window was lost", async () => {
    await typeAndLose();
    start();
    expect(await find(text.amountOf(2))).toHaveValue("26,000");
    expect(screen.getByText(text.restored)).toBeInTheDocument();
  });

  it("can be discarded, and then is gone", async () => {
    await typeAndLose();
    const again = start();
    await userEvent.click(await screen.findByRole("button", { name: messages.newLoan.discard }));
    expect(field(text.amountOf(2))).toHaveValue("25,000.00");
    again.unmount();
    start();
    expect(await find(text.amountOf(2))).toHaveValue("25,000.00");
    expect(screen.queryByText(text.restored)).not.toBeInTheDocument();
  });

  it("does not come back over a budget that was set meanwhile", async () => {
    await typeAndLose();
    start({ "budget.get": () => ({ ...budget, version: 5 }) });
    expect(await find(text.amountOf(2))).toHaveValue("25,000.00");
  });

  it("is gone once it was saved, and what is no budget is not taken for one", async () => {
    const saved = start();
    await userEvent.type(await find(text.reason), "Bids came in");
    expect(localStorage.length).toBe(1);
    await save();
    await screen.findByRole("heading", { name: "Draws of the loan" });
    expect(localStorage.length).toBe(0);
    saved.unmount();
    const kept = { plan: [], contingency: "", interest_reserve: "", retainage_percent: "", reason: "Typed" };
    localStorage.setItem("budget l 4", JSON.stringify({ ...kept, lines: [{ code: 1 }] }));
    start();
    expect(await find(text.amountOf(2))).toHaveValue("25,000.00");
  });
});
