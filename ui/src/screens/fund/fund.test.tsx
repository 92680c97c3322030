import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { CallCapital } from "../../bindings/CallCapital";
import type { Fund } from "../../bindings/Fund";
import type { FundFigures } from "../../bindings/FundFigures";
import type { FundInvestor } from "../../bindings/FundInvestor";
import type { FundPreview } from "../../bindings/FundPreview";
import type { InvestorStatement } from "../../bindings/InvestorStatement";
import { messages } from "../../messages";
import { book } from "../../test/book";
import { startWithUsers } from "../../test/users";
import { ChangeFundDialog } from "./ChangeFundDialog";
import { CallDialog, ReceiveDialog } from "./dialogs";
import { MakeDocument } from "./MakeDocument";

const text = messages.funds;

const figures: FundFigures = {
  capacity: "1000000.00",
  committed: "1000000.00",
  uncommitted: "0.00",
  called: "400000.00",
  uncalled: "600000.00",
  received: "300000.00",
  receivable: "100000.00",
  allocated: "0.00",
  returned: "0.00",
  deployed: "0.00",
  available: "300000.00",
  distributed_interest: "0.00",
  distributed_return_of_capital: "0.00",
  distributed_profit: "0.00",
  capital: "300000.00",
  distributed: "0.00",
  deployed_percent: "0",
  available_percent: "30",
  to_come_percent: "70",
};

function investor(name: string, receivable: string): FundInvestor {
  return {
    investor_id: name,
    name,
    committed: "500000.00",
    called: "200000.00",
    uncalled: "300000.00",
    contributed: "150000.00",
    receivable,
    interest: "0.00",
    return_of_capital: "0.00",
    profit: "0.00",
    distributed: "0.00",
    capital: "150000.00",
  };
}

const fund: Fund = {
  fund_id: "f",
  name: "Bridge Fund I",
  strategy: null,
  created_on: "2026-01-01",
  ...figures,
  investors: [investor("Ada", "0.00"), investor("Grace", "60000.00"), investor("Mary", "40000.00")],
  loans: [],
  commitments: [],
  calls: [],
  receipts: [],
  allocations: [],
  returns: [],
  distributions: [],
  version: 9,
};

/** What the book would answer: half of it from each of two investors, the odd cent from the first. */
function previewOf(input: CallCapital): FundPreview {
  return {
    parts: [
      { investor_id: "Ada", name: "Ada", amount: "50000.01" },
      { investor_id: "Grace", name: "Grace", amount: "50000.00" },
    ],
    investors: [investor("Ada", "50000.01"), investor("Grace", "110000.00")],
    before: figures,
    after: { ...figures, called: "500000.01", uncalled: "499999.99", receivable: input.amount },
  };
}

const close = vi.fn<() => void>();
beforeEach(() => close.mockReset());

const amount = () => screen.findByRole("textbox", { name: text.amount });
const rows = async (name: string) => {
  const table = await screen.findByRole("table", { name });
  return within(table)
    .getAllByRole("row")
    .map((row) => within(row).queryAllByRole("cell"))
    .map((cells) => cells.map((cell) => cell.textContent));
};

const startCall = (preview: (input: CallCapital) => Promise<unknown>) =>
  startWithUsers(<CallDialog fund={fund} onClose={close} />, book, {
    "fund.preview_call": (input) => preview(input as CallCapital),
    "fund.call_capital": () => Promise.resolve(fund),
  });

describe("calling capital", () => {
  it("shows what each investor is asked for, and which figures change, before it is recorded", async () => {
    const { inputsOf } = startCall((input) => Promise.resolve(previewOf(input)));
    await userEvent.type(await amount(), "100,000.01");
    expect(await rows(text.effect.parts)).toContainEqual(["Ada", "50,000.01", "300,000.00"]);
    const changed = await rows(text.effect.title);
    expect(changed).toContainEqual([text.figures.called, "400,000.00", "500,000.01"]);
    expect(changed.some(([name]) => name === text.figures.capacity)).toBe(false);
    expect(inputsOf("fund.call_capital")).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: text.call.submit }));
    await waitFor(() => expect(close).toHaveBeenCalledOnce());
    expect(inputsOf("fund.call_capital")).toMatchObject([
      { fund_id: "f", amount: "100000.01", due_on: null },
    ]);
  });

  it("says beside the field what is refused, also of the day that has a name of its own", async () => {
    const refusal = { code: "invalid_input", params: {}, retryable: false } as const;
    startCall(() => Promise.reject({ ...refusal, field: "called_on", message: "called_on must be later" }));
    await userEvent.type(await amount(), "1");
    const day = screen.getByRole("textbox", { name: text.call.on });
    await waitFor(() => expect(day).toHaveAttribute("aria-invalid", "true"));
  });
});

const field = (name: string) => screen.findByRole("textbox", { name });

describe("changing a fund", () => {
  it("starts with what it is, and sends what was typed", async () => {
    const { inputsOf } = startWithUsers(<ChangeFundDialog fund={fund} onClose={close} />, book, {
      "fund.change": () => Promise.resolve(fund),
    });
    expect(await field(text.name)).toHaveValue("Bridge Fund I");
    const capacity = await field(text.figures.capacity);
    expect(capacity).toHaveValue("1,000,000.00");
    await userEvent.clear(capacity);
    await userEvent.click(screen.getByRole("button", { name: text.change.submit }));
    expect(capacity).toHaveAttribute("aria-invalid", "true");
    await userEvent.type(capacity, "1,500,000");
    await userEvent.type(await field(text.strategy), " Bridge loans ");
    await userEvent.click(screen.getByRole("button", { name: text.change.submit }));
    await waitFor(() => expect(close).toHaveBeenCalledOnce());
    expect(inputsOf("fund.change")).toMatchObject([
      { fund_id: "f", name: "Bridge Fund I", capacity: "1500000.00", strategy: "Bridge loans" },
    ]);
  });
});

describe("recording a receipt", () => {
  it("starts with what the investor still owes, and follows whoever is chosen", async () => {
    startWithUsers(<ReceiveDialog fund={fund} investorId="Mary" onClose={close} />, book, {
      "fund.preview_receipt": () => Promise.resolve({ ...previewOf({ fund_id: "f", amount: "1" }) }),
    });
    expect(await amount()).toHaveValue("40,000.00");
    const investors = screen.getByRole("combobox", { name: text.investor });
    expect(within(investors).queryByRole("option", { name: "Ada" })).not.toBeInTheDocument();
    await userEvent.selectOptions(investors, "Grace");
    expect(await amount()).toHaveValue("60,000.00");
  });
});

describe("making a document of a statement", () => {
  const statement: InvestorStatement = {
    fund_id: "f",
    fund_name: "Bridge Fund I",
    investor: {
      person_id: "Ada",
      kind: "investor",
      name: "Ada",
      email: null,
      phone: null,
      address: null,
      tax_id: null,
      created_at: "2026-01-01T00:00:00Z",
    },
    from: "2026-01-01",
    to: "2026-03-31",
    opening: investor("Ada", "0.00"),
    closing: investor("Ada", "0.00"),
    movements: [],
  };

  it("makes it of the days that are shown, and says beside the file where it cannot be saved", async () => {
    const taken = {
      code: "invalid_input",
      params: {},
      retryable: false,
      field: "save_to",
      message: "is there",
    };
    let answer: Promise<unknown> = Promise.reject(taken);
    answer.catch(() => undefined);
    const { inputsOf } = startWithUsers(<MakeDocument statement={statement} />, book, {
      "document.generate": () => Promise.resolve({ document_id: "d" }),
      "document.get": (input) => {
        const asked = answer;
        answer = Promise.resolve({ saved_to: (input as { save_to: string }).save_to });
        return asked;
      },
    });
    const document = text.statement.document;
    await userEvent.click(await screen.findByRole("button", { name: document.open }));
    const dialog = await screen.findByRole("dialog", { name: document.title });
    const file = within(dialog).getByRole("textbox", { name: messages.exports.file });
    await userEvent.clear(file);
    await userEvent.type(file, "/ada.pdf");
    await userEvent.click(within(dialog).getByRole("button", { name: document.submit }));
    await waitFor(() =>
      expect(within(dialog).getByRole("textbox", { name: messages.exports.file })).toHaveAttribute(
        "aria-invalid",
        "true",
      ),
    );
    await userEvent.click(within(dialog).getByRole("button", { name: document.submit }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(inputsOf("document.generate")[0]).toEqual({
      kind: "investor_statement",
      fund_id: "f",
      investor_id: "Ada",
      from: "2026-01-01",
      to: "2026-03-31",
    });
    expect(inputsOf("document.get")[1]).toMatchObject({ document_id: "d", save_to: "/ada.pdf" });
  });
});
