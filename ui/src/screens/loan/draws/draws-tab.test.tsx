import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Budget } from "../../../bindings/Budget";
import type { PreviewReallocation } from "../../../bindings/PreviewReallocation";
import type { PreviewRelease } from "../../../bindings/PreviewRelease";
import { messages } from "../../../messages";
import {
  type Answers,
  account,
  budget,
  constructionLoan,
  refused,
  startDraws,
} from "../../../test/construction";
import { bookOf } from "../../../test/users";
import { LoanContext } from "../loan-context";
import { steps } from "./draw-chart";
import DrawsTab from "./DrawsTab";
import { ReallocateDialog } from "./ReallocateDialog";
import { ReleaseDialog } from "./ReleaseDialog";

const text = messages.budget;
const close = vi.fn<() => void>();
beforeEach(() => close.mockReset());
const field = (name: string) => screen.getByRole("textbox", { name });

const startTab = (answers: Answers = {}, opened = bookOf("Ada", "owner")) =>
  startDraws("/", {
    answers: {
      "draw.list": () => ({ draws: [], total: 0 }),
      "inspection.list": () => ({ inspections: [], total: 0 }),
      ...answers,
    },
    opened,
    element: (
      <LoanContext value={constructionLoan}>
        <DrawsTab />
      </LoanContext>
    ),
  });
const withBudget = (part: Partial<Budget>): Answers => ({ "budget.get": () => ({ ...budget, ...part }) });

describe("the tab of a loan's draws", () => {
  it("asks for a budget first", async () => {
    startTab({
      "budget.get": () => {
        throw refused("no_budget", "the loan has no budget");
      },
    });
    expect(await screen.findByText(text.emptyTitle)).toBeInTheDocument();
    expect(screen.getByRole("button", { name: text.set })).toBeEnabled();
  });

  it("shows each line with its sum, and that the loan is in balance", async () => {
    startTab();
    const table = await screen.findByRole("table", { name: text.table });
    expect(
      within(table).getByRole("row", { name: /^Site work.* 20,000.00 — — 10,000.00 1,000.00/ }),
    ).toBeInTheDocument();
    expect(within(table).getByRole("row", { name: /^Total 48,000.00/ })).toBeInTheDocument();
    expect(screen.getByText(text.figures.inBalance)).toBeInTheDocument();
  });

  it("says by how much the loan is out of balance, and what that means", async () => {
    startTab(withBudget({ in_balance: false, out_of_balance_by: "1500.00" }));
    expect(await screen.findByText(text.figures.outOfBalance("1,500.00"))).toBeInTheDocument();
    expect(screen.getByText(text.figures.outOfBalanceWhy("1,500.00"))).toBeInTheDocument();
  });

  it("does not release what is not held, and says so", async () => {
    startTab(withBudget({ balances: { ...budget.balances, retainage_held: "0.00" } }));
    expect(await screen.findByRole("button", { name: text.release.action })).toHaveAccessibleDescription(
      messages.errors.no_retainage.title,
    );
  });

  it("offers nothing that an auditor may not do", async () => {
    startTab({}, bookOf("Ines", "auditor"));
    for (const name of [text.edit, text.reallocate, text.release.action, messages.draws.create]) {
      // One after the other, in the order in which they stand.
      // oxlint-disable-next-line no-await-in-loop
      expect(await screen.findByRole("button", { name })).toHaveAttribute("aria-disabled", "true");
    }
  });
});

const moved = (code: string) => ({
  code,
  budget_before: "20000.00",
  budget_after: "17500.00",
  available_before: "10000.00",
  available_after: "7500.00",
});

/** What the book would say of moving money between lines. */
function reallocationOf({ from, to, amount }: PreviewReallocation) {
  const tooMuch = amount === "99000.00";
  return { from: moved(from), to: moved(to), problem: tooMuch ? "amount must be at most 10000.00" : null };
}
const move = () => screen.getByRole("button", { name: text.reallocation.submit });

const startReallocation = async () => {
  const started = startDraws("/", {
    answers: { "budget.preview_reallocation": reallocationOf, "budget.reallocate": () => budget },
    element: <ReallocateDialog loan={constructionLoan} budget={budget} onClose={close} />,
  });
  await userEvent.selectOptions(
    await screen.findByRole("combobox", { name: text.reallocation.from }),
    "site",
  );
  await userEvent.selectOptions(screen.getByRole("combobox", { name: text.reallocation.to }), "roof");
  return started;
};

describe("reallocating", () => {
  it("shows both lines by their names before it is done, and needs a reason", async () => {
    const { inputsOf } = await startReallocation();
    await userEvent.type(field(text.reallocation.amount), "2.5k");
    const table = await screen.findByRole("table", { name: text.reallocation.effect });
    expect(within(table).getByRole("row", { name: /^Site work 20,000.00 17,500.00/ })).toBeInTheDocument();
    expect(within(table).getByRole("row", { name: /^Roof/ })).toBeInTheDocument();
    await waitFor(() => expect(move()).toBeEnabled());
    await userEvent.click(move());
    expect(field(text.reallocation.reason)).toBeInvalid();
    await userEvent.type(field(text.reallocation.reason), "Slate instead of tin");
    await userEvent.click(move());
    await waitFor(() => expect(close).toHaveBeenCalledOnce());
    expect(inputsOf("budget.reallocate")).toEqual([
      { loan_id: "l", from: "site", to: "roof", amount: "2500.00", reason: "Slate instead of tin" },
    ]);
  });

  it("is not done with more than the line has left", async () => {
    const { inputsOf } = await startReallocation();
    await userEvent.type(field(text.reallocation.amount), "99k");
    expect(await screen.findByText("Amount must be at most 10,000.00")).toBeInTheDocument();
    expect(move()).toBeDisabled();
    await userEvent.type(field(text.reallocation.reason), "Slate{Enter}");
    expect(inputsOf("budget.reallocate")).toEqual([]);
  });
});

/** What the book would say of a release of the 1,000.00 held. */
const releaseOf = ({ amount }: PreviewRelease) => ({
  amount,
  released_on: "2026-11-24",
  held_before: "1000.00",
  held_after: "600.00",
  before: account,
  after: { ...account, principal: "9400.00" },
  problem: amount === "2000.00" ? "amount must be at most the 1000.00 that is held" : null,
});

const typeAmount = (typed: string) => {
  const input = field(text.release.amount);
  return userEvent.clear(input).then(() => userEvent.type(input, typed));
};

const startRelease = () =>
  startDraws("/", {
    answers: { "retainage.preview_release": releaseOf, "retainage.release": () => ({}) },
    element: <ReleaseDialog loan={constructionLoan} budget={budget} onClose={close} />,
  });

describe("releasing retainage", () => {
  it("is of all that is held at first, and of a part where that is typed", async () => {
    const { inputsOf } = startRelease();
    expect(await screen.findByRole("button", { name: "Release 1,000.00" })).toBeEnabled();
    await typeAmount("400");
    expect(await screen.findByRole("row", { name: "Retainage held 1,000.00 600.00" })).toBeInTheDocument();
    expect(screen.getByRole("row", { name: "Principal 9,000.00 9,400.00" })).toBeInTheDocument();
    await userEvent.click(await screen.findByRole("button", { name: "Release 400.00" }));
    await waitFor(() => expect(close).toHaveBeenCalledOnce());
    expect(inputsOf("retainage.release")).toMatchObject([{ loan_id: "l", amount: "400.00", method: "wire" }]);
  });

  it("is not of more than is held", async () => {
    const { inputsOf } = startRelease();
    await screen.findByRole("button", { name: "Release 1,000.00" });
    await typeAmount("2k");
    expect(await screen.findByText("Amount must be at most the 1,000.00 that is held")).toBeInTheDocument();
    await userEvent.keyboard("{Enter}");
    expect(inputsOf("retainage.release")).toEqual([]);
  });
});

describe("the line of a chart", () => {
  it("stays where it is until the day of the next draw, and never leaves the chart", () => {
    expect(steps([])).toBe("");
    expect(
      steps([
        { x: 0, percent: "25" },
        { x: 50, percent: "120" },
      ]),
    ).toBe("M0 100 H0 V75 H50 V0");
  });
});
