import { useNavigate } from "@tanstack/react-router";
import type { Draw } from "../../bindings/Draw";
import { CommandButton } from "../../components/CommandButton";
import { messages } from "../../messages";
import type { PlannedVisit } from "../inspections/inspection-form";
import type { EndKind } from "./EndDialog";
import { type Step, stepsOf } from "./steps";

const text = messages.draws.actions;

/** What is being asked for in a dialog. */
export type Asking =
  | { what: "approve" | "disburse" | "schedule" | "waiver" }
  | { what: "inspect"; planned: PlannedVisit | null }
  | { what: "end"; kind: EndKind };

const names: Readonly<Record<Step, string>> = {
  "draw.draft": text.edit,
  "draw.request": text.request,
  "draw.approve": text.approve,
  "draw.send_back": text.sendBack,
  "draw.reject": text.reject,
  "draw.disburse": text.disburse,
  "draw.cancel": text.cancel,
};

const asks: Readonly<Partial<Record<Step, Asking>>> = {
  "draw.approve": { what: "approve" },
  "draw.disburse": { what: "disburse" },
  "draw.send_back": { what: "end", kind: "sendBack" },
  "draw.reject": { what: "end", kind: "reject" },
  "draw.cancel": { what: "end", kind: "cancel" },
};

/** What can be done with the draw where it stands; what cannot says why, by the rules or by the role. */
export function DrawActions({ draw, onAsk }: { draw: Draw; onAsk: (asking: Asking) => void }) {
  const navigate = useNavigate();
  const steps = stepsOf(draw);
  const run = (step: Step) => {
    const asking = asks[step];
    if (asking) return onAsk(asking);
    return void navigate({
      to: "/loans/$loanId/draw",
      params: { loanId: draw.loan_id },
      search: { draw: draw.draw_id },
    });
  };
  return steps.map(({ step, refusal }, place) => (
    <CommandButton
      key={step}
      command={step}
      refusal={refusal}
      variant={place === steps.length - 1 ? "filled" : "default"}
      onClick={() => run(step)}
    >
      {names[step]}
    </CommandButton>
  ));
}
