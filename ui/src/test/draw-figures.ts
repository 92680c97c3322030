import type { Budget } from "../bindings/Budget";
import type { BudgetLine } from "../bindings/BudgetLine";
import type { Draw } from "../bindings/Draw";
import type { DrawLine } from "../bindings/DrawLine";

function budgetLine(code: string, description: string, budget: string, kind: BudgetLine["kind"]): BudgetLine {
  return {
    code,
    description,
    kind,
    budget,
    requested: "0.00",
    approved: "0.00",
    drawn: "0.00",
    retainage_held: "0.00",
    remaining: budget,
    available: budget,
    percent_complete: null,
    percent_drawn: "0",
    percent_approved: "0",
    percent_requested: "0",
  };
}

/** A budget of two lines with what is set aside, of which nothing is drawn. */
export const budget: Budget = {
  budget_id: "b",
  loan_id: "l",
  version: 1,
  retainage_percent: "10",
  lines: [
    budgetLine("framing", "Framing", "120000.00", "cost"),
    budgetLine("roof", "Roofs", "48000.00", "cost"),
    budgetLine("contingency", "Contingency", "20000.00", "contingency"),
    budgetLine("interest_reserve", "Interest reserve", "15000.00", "interest_reserve"),
  ],
  budget: "203000.00",
  requested: "0.00",
  approved: "0.00",
  drawn: "0.00",
  remaining: "203000.00",
  balances: {
    commitment: "203000.00",
    disbursed: "0.00",
    approved_not_disbursed: "0.00",
    retainage_held: "0.00",
    available_to_draw: "203000.00",
    requested: "0.00",
  },
  cost_to_complete: "203000.00",
  undisbursed: "203000.00",
  in_balance: true,
  out_of_balance_by: "0.00",
  plan: [{ on: "2026-12-01", amount: "50000.00" }],
  draw_schedule: [],
  timeline: [],
};

function drawLine(code: string, description: string, requested: string): DrawLine {
  return {
    code,
    description,
    requested,
    approved: "0.00",
    retainage: "0.00",
    work_done: null,
    contractor: null,
    budget: "120000.00",
    other_draws: "0.00",
    left: "107500.00",
    percent_complete: null,
    percent_drawn: "10.42",
  };
}

/** A draw that was requested by Ada and waits for its inspection. */
export const requestedDraw: Draw = {
  draw_id: "d",
  loan_id: "l",
  loan_number: "L-00002",
  borrower_name: "Harbor Row Builders LLC",
  number: 3,
  status: "requested",
  contractor: "Atlas Framing",
  requested: "16500.00",
  approved: "0.00",
  retainage: "0.00",
  to_disburse: "0.00",
  requested_on: "2026-11-20",
  requested_by: "Ada",
  approved_on: null,
  approved_by: null,
  approver_is_requester: false,
  disbursed_on: null,
  retainage_released: "0.00",
  inspection_required: true,
  waivers_required: true,
  changed_at: "2026-11-20T10:00:00Z",
  version: 4,
  lines: [drawLine("framing", "Framing", "12500.00"), drawLine("roof", "Roofs", "4000.00")],
  note: null,
  attachments: [],
  drafted_by: "Ada",
  approval_note: null,
  out_of_balance_by: null,
  end: null,
  disbursement: null,
  retainage_held: "0.00",
  inspections: [],
  waivers: [],
  missing_waivers: ["Atlas Framing"],
  actions: [
    {
      command: "draw.approve",
      allowed: false,
      reason: "draw 3 needs an inspection before it is approved; record one (inspection.complete)",
    },
    { command: "draw.reject", allowed: true, reason: null },
    { command: "draw.send_back", allowed: true, reason: null },
    { command: "draw.cancel", allowed: true, reason: null },
  ],
};
