import { describe, expect, it } from "vitest";
import type { Draw } from "../../bindings/Draw";
import type { EventView } from "../../bindings/EventView";
import { messages } from "../../messages";
import { requestedDraw } from "../../test/draw-figures";
import { approvedLines, wholeRequest } from "./approval-form";
import { happeningsOf } from "./draw-events";
import { checksOf, stepsOf, walkOf } from "./steps";

const text = messages.draws;

describe("what is approved", () => {
  const { lines } = requestedDraw;

  it("is at first all that was requested", () => {
    expect(approvedLines(lines, wholeRequest(lines), 2)).toEqual([
      { code: "framing", amount: "12500.00" },
      { code: "roof", amount: "4000.00" },
    ]);
  });

  it("leaves out lines of which nothing is approved", () => {
    expect(approvedLines(lines, { framing: "10k", roof: "" }, 2)).toEqual([
      { code: "framing", amount: "10000.00" },
    ]);
    expect(approvedLines(lines, { framing: "0", roof: "1" }, 2)).toEqual([{ code: "roof", amount: "1.00" }]);
  });

  it("is not asked for while an amount cannot be read", () => {
    expect(approvedLines(lines, { framing: "ten", roof: "1" }, 2)).toBeNull();
  });
});

describe("the steps of a draw", () => {
  it("offers what leads on, and says in words why something is not allowed", () => {
    const steps = stepsOf(requestedDraw);
    expect(steps.map(({ step }) => step)).toEqual([
      "draw.cancel",
      "draw.reject",
      "draw.send_back",
      "draw.approve",
    ]);
    expect(steps.at(-1)?.refusal).toBe("Draw 3 needs an inspection before it is approved; record one");
    expect(steps[0]?.refusal).toBeNull();
  });

  it("offers nothing of a draw that is over", () => {
    expect(stepsOf({ ...requestedDraw, status: "disbursed" })).toEqual([]);
  });

  it.each([
    ["requested", ["done", "now", "next", "next", "next"]],
    ["sent_back", ["now", "next", "next", "next", "next"]],
    ["approved", ["done", "done", "done", "now", "next"]],
    ["disbursed", ["done", "done", "done", "done", "done"]],
    ["rejected", ["done", "done", "stopped"]],
  ] as const)("walks a draw that is %s", (status, states) => {
    expect(walkOf({ ...requestedDraw, status }).map(({ state }) => state)).toEqual(states);
  });

  it("leaves out the inspection where the loan does not ask for one", () => {
    const draw: Draw = { ...requestedDraw, inspection_required: false };
    expect(walkOf(draw).map(({ name }) => name)).not.toContain(text.statuses.inspected);
  });
});

describe("what is missing", () => {
  it("is named, with who may not approve", () => {
    const states = checksOf(requestedDraw, false).map(({ state, detail }) => [state, detail]);
    expect(states).toEqual([
      ["open", text.page.inspectionNeeded],
      ["open", text.page.approvalBy("Ada")],
      ["open", text.page.waiversNeeded("Atlas Framing")],
    ]);
  });

  it("is anyone's to approve at a one-person lender", () => {
    expect(checksOf(requestedDraw, true)[1]?.detail).toBe(text.page.approvalAny);
  });

  it("is nothing that the loan does not ask for", () => {
    const draw = { ...requestedDraw, inspection_required: false, waivers_required: false };
    expect(checksOf(draw, false).map(({ state }) => state)).toEqual(["notNeeded", "open", "notNeeded"]);
  });
});

function event(id: string, type: string, payload: Record<string, unknown>): EventView {
  return {
    position: Number(id),
    event_id: id,
    event_type: type,
    event_version: 1,
    known: true,
    aggregate_type: "draw",
    aggregate_id: "d",
    sequence_number: 1,
    loan_id: "l",
    causation_id: null,
    correlation_id: id,
    occurred_at: "2026-11-20T10:00:00Z",
    effective_on: "2026-11-20",
    user_id: "Ada",
    source: "shell",
    payload,
    metadata: {},
    status: "processed",
    error: null,
    retry_count: 0,
    next_retry_at: null,
    needs_attention: false,
    processed_at: null,
    hash: "",
    previous_hash: "",
    handlers: [],
  };
}

describe("the history of a draw", () => {
  it("takes drafts in a row as one, and leaves out what is of others", () => {
    const events = [
      event("1", "Draw.Drafted", { drawId: "d" }),
      event("2", "Draw.Drafted", { drawId: "d" }),
      event("3", "Draw.Drafted", { drawId: "other" }),
      event("4", "Draw.Requested", { drawId: "d" }),
      event("5", "Draw.SentBack", { drawId: "d", reason: "Invoice missing" }),
      event("6", "Retainage.Released", { draws: [{ drawId: "d", amount: "1.00" }] }),
      event("7", "Loan.DrawBalancesChanged", { drawId: "d" }),
    ];
    expect(happeningsOf(events, "d").map(({ what, detail }) => [what, detail])).toEqual([
      [text.events["Retainage.Released"], null],
      [text.events["Draw.SentBack"], "Invoice missing"],
      [text.events["Draw.Requested"], null],
      [text.draftedTimes(2), null],
    ]);
  });
});
