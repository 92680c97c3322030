import { inWords } from "../../api/errors";
import type { Draw } from "../../bindings/Draw";
import type { DrawStatus } from "../../bindings/DrawStatus";
import type { WalkStep } from "../../components/Walk";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";

const text = messages.draws;

/** The commands that are offered where a draw stands; whether they are allowed, Rust says. */
export type Step =
  | "draw.draft"
  | "draw.request"
  | "draw.approve"
  | "draw.send_back"
  | "draw.reject"
  | "draw.disburse"
  | "draw.cancel";

const offered: Readonly<Record<DrawStatus, readonly Step[]>> = {
  draft: ["draw.cancel", "draw.draft"],
  sent_back: ["draw.cancel", "draw.draft"],
  requested: ["draw.cancel", "draw.reject", "draw.send_back", "draw.approve"],
  inspected: ["draw.cancel", "draw.reject", "draw.send_back", "draw.approve"],
  approved: ["draw.cancel", "draw.disburse"],
  disbursed: [],
  rejected: [],
  cancelled: [],
};

/** What is offered of a draw, the main step last, each with why it is not allowed now. */
export function stepsOf(draw: Draw): Array<{ step: Step; refusal: string | null }> {
  return offered[draw.status].map((step) => {
    const action = draw.actions.find((each) => each.command === step);
    const reason = action?.allowed === false ? (action.reason ?? "") : null;
    return { step, refusal: reason === null ? null : inWords(reason) };
  });
}

const walk: readonly DrawStatus[] = ["draft", "requested", "inspected", "approved", "disbursed"];

/** The way from draft to disbursed, and where the draw stands on it; one that left it has its end after the steps it took. */
export function walkOf(draw: Draw): WalkStep[] {
  const way = draw.inspection_required ? walk : walk.filter((step) => step !== "inspected");
  const notes = notesOf(draw);
  const stopped = draw.status === "rejected" || draw.status === "cancelled";
  const reached = way.indexOf(draw.status === "sent_back" ? "draft" : draw.status);
  // Where a draw need not be inspected and was, it has come as far as requested.
  const place = reached < 0 && !stopped ? way.indexOf("requested") : reached;
  const steps = way.map((step, index): WalkStep => {
    const done = stopped
      ? notes[step] !== undefined
      : index < place || (step === "disbursed" && index === place);
    const isNow = !stopped && index === place;
    return {
      name: isNow ? text.statuses[draw.status] : text.statuses[step],
      state: done ? "done" : isNow ? "now" : "next",
      current: isNow,
      note: notes[step] ?? null,
    };
  });
  if (!stopped) return steps;
  const end = draw.end ? `${draw.end.by}\n${formatDate(draw.end.on)}` : null;
  return [
    ...steps.filter((step) => step.state === "done"),
    { name: text.statuses[draw.status], state: "stopped", note: end },
  ];
}

/** Who took a step and when, one under the other; nothing of one that was not taken. */
function note(by: string | null, on: string | null): string | undefined {
  return by === null || on === null ? undefined : `${by}\n${formatDate(on)}`;
}

/** Who took each step, and when. */
function notesOf(draw: Draw): Partial<Record<DrawStatus, string>> {
  const visit = draw.inspections.findLast((each) => each.inspected_on !== null);
  const notes = {
    draft: draw.drafted_by,
    requested: note(draw.requested_by, draw.requested_on),
    inspected: visit ? note(visit.inspector, visit.inspected_on) : undefined,
    approved: note(draw.approved_by, draw.approved_on),
    disbursed: draw.disbursement ? note(draw.disbursement.by, draw.disbursement.on) : undefined,
  };
  return Object.fromEntries(Object.entries(notes).filter(([, each]) => each !== undefined));
}

/** A thing that the next steps need, and whether it is there. */
export type Check = {
  name: string;
  state: "done" | "open" | "notNeeded";
  detail: string;
};

/** What the draw needs until its money goes out; nothing more of one that is over. */
export function checksOf(draw: Draw, onePersonLender: boolean): Check[] {
  const names = text.page.checks;
  return [
    { name: names.inspection, ...inspectionCheck(draw) },
    { name: names.approval, ...approvalCheck(draw, onePersonLender) },
    { name: names.waivers, ...waiverCheck(draw) },
  ];
}

function inspectionCheck(draw: Draw): Omit<Check, "name"> {
  const { page } = text;
  const visit = draw.inspections.findLast((each) => each.inspected_on !== null);
  if (visit?.inspected_on) {
    return { state: "done", detail: page.inspectionDone(visit.inspector, formatDate(visit.inspected_on)) };
  }
  if (!draw.inspection_required) return { state: "notNeeded", detail: page.inspectionNot };
  const planned = draw.inspections.find((each) => each.scheduled_on !== null);
  const detail = planned?.scheduled_on
    ? page.inspectionPlanned(planned.inspector, formatDate(planned.scheduled_on))
    : page.inspectionNeeded;
  return { state: "open", detail };
}

function approvalCheck(draw: Draw, onePersonLender: boolean): Omit<Check, "name"> {
  const { page } = text;
  if (draw.approved_by !== null && draw.approved_on !== null) {
    return { state: "done", detail: page.approvedBy(draw.approved_by, formatDate(draw.approved_on)) };
  }
  const byAnyone = onePersonLender || draw.requested_by === null;
  const detail = byAnyone ? page.approvalAny : page.approvalBy(draw.requested_by ?? "");
  return { state: "open", detail };
}

function waiverCheck(draw: Draw): Omit<Check, "name"> {
  const { page } = text;
  if (!draw.waivers_required) return { state: "notNeeded", detail: page.waiversNot };
  if (draw.missing_waivers.length === 0 && draw.waivers.length === 0) {
    return { state: "open", detail: page.waiversUnnamed };
  }
  return draw.missing_waivers.length === 0
    ? { state: "done", detail: page.waiversDone }
    : { state: "open", detail: page.waiversNeeded(draw.missing_waivers.join(", ")) };
}
