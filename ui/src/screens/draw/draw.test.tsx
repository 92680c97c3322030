import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { ApprovalPreview } from "../../bindings/ApprovalPreview";
import type { ApproveDraw } from "../../bindings/ApproveDraw";
import type { Draw } from "../../bindings/Draw";
import type { DrawAction } from "../../bindings/DrawAction";
import type { UserRole } from "../../bindings/UserRole";
import { messages } from "../../messages";
import { account, draftDraw, refused, startDraws } from "../../test/construction";
import { bookOf } from "../../test/users";
import { checksOf, walkOf } from "./steps";

const text = messages.draws;

const action = (command: string, reason: string | null = null): DrawAction => ({
  command,
  allowed: reason === null,
  reason,
});

const inspected: Draw = {
  ...draftDraw,
  status: "inspected",
  version: 3,
  requested_by: "Ada",
  requested_on: "2026-11-20",
  missing_waivers: ["Bay Roofing"],
  actions: ["draw.cancel", "draw.reject", "draw.send_back", "draw.approve"].map((each) => action(each)),
};
const approved: Draw = {
  ...inspected,
  status: "approved",
  version: 4,
  approved: "6000.00",
  retainage: "600.00",
  to_disburse: "5400.00",
  approved_by: "Grace",
  approved_on: "2026-11-22",
  actions: [
    action("draw.cancel"),
    action("draw.disburse", "draw 2 needs a lien waiver of Bay Roofing; record it (waiver.record)"),
  ],
};

const decimal = (cents: bigint) => `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;

/** What the book would say of an approval: a tenth is held back. */
function previewOf({ lines }: ApproveDraw): ApprovalPreview {
  const total = (lines ?? []).reduce((sum, line) => sum + BigInt(line.amount.replace(".", "")), 0n);
  return {
    lines: (lines ?? []).map(({ code, amount: wished }) => ({
      code,
      requested: "5000.00",
      approved: wished,
      retainage: "1.00",
      remaining_before: "25000.00",
      remaining_after: "20000.00",
    })),
    requested: "6000.00",
    approved: decimal(total),
    retainage: decimal(total / 10n),
    to_disburse: decimal(total - total / 10n),
    available_before: "38000.00",
    available_after: "32000.00",
    cost_to_complete: "39000.00",
    undisbursed: "39000.00",
    out_of_balance_by: "0.00",
    problem: null,
  };
}

const as = (role: UserRole) => bookOf("Grace", role);
const openDraw = async (draw: Draw, role: UserRole, answers = {}) => {
  const started = startDraws("/draws/d", {
    answers: { "draw.get": () => draw, ...answers },
    opened: as(role),
  });
  await screen.findByRole("heading", { level: 1, name: "Draw 2 · L-00002 · Harbor Row" });
  return started;
};
const button = (name: string) => screen.getByRole("button", { name });

describe("what can be done with a draw", () => {
  it("is offered where it stands", async () => {
    await openDraw(inspected, "approver");
    for (const name of [
      text.actions.cancel,
      text.actions.reject,
      text.actions.sendBack,
      text.actions.approve,
    ]) {
      expect(button(name)).not.toHaveAttribute("aria-disabled");
    }
    expect(screen.queryByRole("button", { name: text.actions.disburse })).not.toBeInTheDocument();
  });

  it("says by which rule it cannot be done, and does not do it", async () => {
    await openDraw(approved, "approver");
    const pay = button(text.actions.disburse);
    expect(pay).toHaveAttribute("aria-disabled", "true");
    expect(pay).toHaveAccessibleDescription("Draw 2 needs a lien waiver of Bay Roofing; record it");
    await userEvent.click(pay);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });

  it("says by which role it cannot be done, to an inspector, who may inspect", async () => {
    await openDraw(inspected, "inspector");
    expect(button(text.actions.approve)).toHaveAccessibleDescription(
      messages.permission.refused("inspector", ["approver", "owner"]),
    );
    expect(button(text.actions.waiver)).toHaveAttribute("aria-disabled", "true");
    expect(button(text.actions.complete)).not.toHaveAttribute("aria-disabled");
  });

  it("is nothing to an auditor", async () => {
    await openDraw(inspected, "auditor");
    for (const name of Object.values(text.actions)) {
      const offered = screen.queryByRole("button", { name });
      if (offered) expect(offered).toHaveAttribute("aria-disabled", "true");
    }
  });

  it("is nothing of a draw that is over", async () => {
    await openDraw({ ...approved, status: "disbursed", actions: [] }, "owner");
    expect(screen.queryByRole("button", { name: text.actions.cancel })).not.toBeInTheDocument();
    expect(screen.queryByRole("region", { name: text.page.missing })).not.toBeInTheDocument();
  });

  it("leads to a visit that was planned, instead of to another one", async () => {
    const visit = {
      inspection_id: "i",
      loan_id: "l",
      draw_id: "d",
      kind: "progress" as const,
      inspector: "Luis",
      scheduled_on: "2026-11-26",
      note: null,
      inspected_on: null,
      lines: [],
      findings: null,
      photos: [],
      completed_by: null,
    };
    await openDraw({ ...inspected, status: "requested", inspections: [visit] }, "owner");
    expect(screen.getAllByRole("button", { name: /^Record inspection/ })).toHaveLength(1);
  });
});

describe("sending a draw back", () => {
  it("needs a reason", async () => {
    const { inputsOf } = await openDraw(inspected, "approver", {
      "draw.send_back": () => ({ ...inspected, status: "sent_back" }),
    });
    await userEvent.click(button(text.actions.sendBack));
    const dialog = within(await screen.findByRole("dialog"));
    await userEvent.click(dialog.getByRole("button", { name: text.end.sendBack.submit }));
    expect(dialog.getByRole("textbox", { name: text.end.reason })).toBeInvalid();
    expect(inputsOf("draw.send_back")).toEqual([]);
    await userEvent.type(dialog.getByRole("textbox", { name: text.end.reason }), " No invoice ");
    await userEvent.click(dialog.getByRole("button", { name: text.end.sendBack.submit }));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    expect(inputsOf("draw.send_back")).toEqual([{ draw_id: "d", reason: "No invoice", expected_version: 3 }]);
  });
});

const type = async (field: HTMLElement, typed: string) => {
  await userEvent.clear(field);
  if (typed !== "") await userEvent.type(field, typed);
};

describe("approving a draw", () => {
  type Preview = (input: ApproveDraw) => ApprovalPreview | Promise<ApprovalPreview>;
  const startApproval = async (preview: Preview = previewOf) => {
    const started = await openDraw(inspected, "approver", {
      "draw.preview_approval": preview,
      "draw.approve": () => approved,
    });
    await userEvent.click(button(text.actions.approve));
    const dialog = within(await screen.findByRole("dialog"));
    const roof = await dialog.findByRole("textbox", { name: text.approve.approveOf("Roof") });
    return { ...started, dialog, roof };
  };
  it("is of all that was requested at first, and shows what goes out", async () => {
    const { dialog, inputsOf } = await startApproval();
    await userEvent.click(await dialog.findByRole("button", { name: "Approve 6,000.00" }));
    await waitFor(() => expect(inputsOf("draw.approve")).toHaveLength(1));
    expect(inputsOf("draw.approve")).toMatchObject([
      {
        draw_id: "d",
        lines: [
          { code: "site", amount: "1000.00" },
          { code: "roof", amount: "5000.00" },
        ],
        expected_version: 3,
        accept_out_of_balance: false,
      },
    ]);
  });

  it("is of less, line by line, with the figures that go with it", async () => {
    const { dialog, roof, inputsOf } = await startApproval();
    await type(roof, "2k");
    await type(dialog.getByRole("textbox", { name: text.approve.approveOf("Site work") }), "");
    const approve = await dialog.findByRole("button", { name: "Approve 2,000.00" });
    expect(dialog.getByText("1,800.00")).toBeInTheDocument();
    expect(dialog.getByText(text.approve.less("6,000.00"))).toBeInTheDocument();
    await userEvent.click(approve);
    await waitFor(() =>
      expect(inputsOf("draw.approve")).toMatchObject([{ lines: [{ code: "roof", amount: "2000.00" }] }]),
    );
  });

  it("is refused of more than was requested, beside the line", async () => {
    const { dialog, roof, inputsOf } = await startApproval();
    await dialog.findByRole("button", { name: "Approve 6,000.00" });
    await type(roof, "5,000.01");
    expect(roof).toHaveAccessibleDescription(text.approve.over("5,000.00"));
    await userEvent.type(roof, "{Enter}");
    expect(inputsOf("draw.approve")).toEqual([]);
  });

  it("waits for the figures of what was typed last", async () => {
    let isAnswered = false;
    const { dialog, roof, inputsOf } = await startApproval(async (input) => {
      if (input.lines?.some((line) => line.amount === "2000.00")) {
        await vi.waitUntil(() => isAnswered, { timeout: 10_000 });
      }
      return previewOf(input);
    });
    await dialog.findByRole("button", { name: "Approve 6,000.00" });
    await userEvent.clear(roof);
    await userEvent.click(roof);
    await userEvent.paste("2,000");
    await waitFor(() =>
      expect(inputsOf("draw.preview_approval").at(-1)).toMatchObject({
        lines: [{ code: "site" }, { code: "roof", amount: "2000.00" }],
      }),
    );
    expect(dialog.getByRole("button", { name: text.approve.approve })).toBeDisabled();
    await userEvent.keyboard("{Enter}");
    expect(inputsOf("draw.approve")).toEqual([]);
    isAnswered = true;
    expect(await dialog.findByRole("button", { name: "Approve 3,000.00" })).toBeEnabled();
  });

  it("has to accept a loan that is out of balance", async () => {
    const { dialog, inputsOf } = await startApproval((input) => ({
      ...previewOf(input),
      out_of_balance_by: "1500.00",
    }));
    const approve = await dialog.findByRole("button", { name: "Approve 6,000.00" });
    expect(approve).toHaveAttribute("aria-disabled", "true");
    expect(approve).toHaveAccessibleDescription(text.approve.acceptFirst);
    await userEvent.click(approve);
    expect(inputsOf("draw.approve")).toEqual([]);
    await userEvent.click(dialog.getByRole("checkbox", { name: /out of balance by 1,500.00/ }));
    await userEvent.click(dialog.getByRole("button", { name: "Approve 6,000.00" }));
    await waitFor(() => expect(inputsOf("draw.approve")).toMatchObject([{ accept_out_of_balance: true }]));
  });

  it("says what the rules refuse, and does not ask for it", async () => {
    const { dialog } = await startApproval((input) => ({
      ...previewOf(input),
      problem: "6000.00 is more than the 5500.00 of the loan that is left",
    }));
    expect(
      await dialog.findByText("6,000.00 is more than the 5,500.00 of the loan that is left"),
    ).toBeInTheDocument();
    expect(dialog.getByRole("button", { name: "Approve 6,000.00" })).toBeDisabled();
  });
});

describe("paying a draw out", () => {
  const ready: Draw = { ...approved, actions: [action("draw.cancel"), action("draw.disburse")] };

  it("shows what is owed before and after, and sends the amount that was shown", async () => {
    const { inputsOf } = await openDraw(ready, "approver", {
      "draw.preview_disbursement": () => ({
        amount: "5400.00",
        disbursed_on: "2026-11-24",
        before: account,
        after: { ...account, principal: "14400.00" },
        problem: null,
      }),
      "draw.disburse": () => ({ ...ready, status: "disbursed" }),
    });
    await userEvent.click(button(text.actions.disburse));
    const dialog = within(await screen.findByRole("dialog"));
    expect(await dialog.findByRole("row", { name: "Principal 9,000.00 14,400.00" })).toBeInTheDocument();
    await userEvent.type(dialog.getByRole("textbox", { name: text.disburse.reference }), "W-17");
    await userEvent.click(dialog.getByRole("button", { name: "Pay out 5,400.00" }));
    await waitFor(() =>
      expect(inputsOf("draw.disburse")).toMatchObject([
        { draw_id: "d", amount: "5400.00", method: "wire", reference: "W-17", expected_version: 4 },
      ]),
    );
  });

  it("is not asked for on a day that the book refuses, and says so beside the day", async () => {
    await openDraw(ready, "approver", {
      "draw.preview_disbursement": () => {
        throw refused("invalid_input", "disbursed_on must not be before 2026-11-22", "disbursed_on");
      },
    });
    await userEvent.click(button(text.actions.disburse));
    const dialog = within(await screen.findByRole("dialog"));
    const day = dialog.getByRole("textbox", { name: text.disburse.on });
    await waitFor(() => expect(day).toBeInvalid());
    expect(day).toHaveAccessibleDescription(/must not be before/);
    expect(dialog.getByRole("button", { name: text.disburse.submitPlain })).toBeDisabled();
  });
});

describe("a lien waiver", () => {
  it("proposes the contractor whose waiver is missing, and names what cannot be read beside it", async () => {
    const { inputsOf } = await openDraw({ ...approved, contractor: "Another" }, "officer", {
      "waiver.record": () => ({ contractor: "Bay Roofing" }),
    });
    await userEvent.click(button(text.actions.waiver));
    const dialog = within(await screen.findByRole("dialog"));
    const words = messages.waivers;
    expect(dialog.getByRole("textbox", { name: words.contractor })).toHaveValue("Bay Roofing");
    const amount = dialog.getByRole("textbox", { name: words.amount });
    await userEvent.type(amount, "lots");
    await userEvent.click(dialog.getByRole("button", { name: words.submit }));
    expect(amount).toBeInvalid();
    expect(inputsOf("waiver.record")).toEqual([]);
    await userEvent.clear(amount);
    await userEvent.type(amount, "5.4k");
    await userEvent.selectOptions(dialog.getByRole("combobox", { name: words.condition }), "unconditional");
    await userEvent.click(dialog.getByRole("button", { name: words.submit }));
    await waitFor(() =>
      expect(inputsOf("waiver.record")).toMatchObject([
        {
          draw_id: "d",
          contractor: "Bay Roofing",
          condition: "unconditional",
          scope: "progress",
          amount: "5400.00",
          through_on: null,
          attachment_id: null,
        },
      ]),
    );
  });
});

const names = (draw: Draw) => walkOf(draw).map((step) => `${step.name} ${step.state}`);

const waivers = (draw: Draw) =>
  checksOf(draw, false).find((check) => check.name === text.page.checks.waivers);

describe("where a draw stands", () => {
  it("is on its way from draft to disbursed", () => {
    expect(names(approved)).toEqual([
      "Draft done",
      "Requested done",
      "Inspected done",
      "Approved now",
      "Disbursed next",
    ]);
    expect(names({ ...approved, inspection_required: false, status: "inspected" })).toEqual([
      "Draft done",
      "Inspected now",
      "Approved next",
      "Disbursed next",
    ]);
  });

  it("is at its end, after the steps that it took, once it was rejected", () => {
    const end = { on: "2026-11-24", by: "Grace", reason: "Not built" };
    expect(names({ ...inspected, status: "rejected", end })).toEqual([
      "Draft done",
      "Requested done",
      "Rejected stopped",
    ]);
  });

  it("lacks the waivers of a draw that names nobody yet", () => {
    expect(waivers({ ...draftDraw, contractor: null })).toMatchObject({ state: "open" });
    expect(waivers(inspected)).toMatchObject({ state: "open", detail: "Missing: Bay Roofing" });
    expect(waivers({ ...inspected, waivers_required: false })).toMatchObject({ state: "notNeeded" });
  });
});
