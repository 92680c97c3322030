import { useQuery } from "@tanstack/react-query";
import { query } from "../../../api/queries";
import type { EventView } from "../../../bindings/EventView";
import type { Loan } from "../../../bindings/Loan";

/** Interest that the reserve paid on the day it was due. */
export type ReservePayment = { dueOn: string; amount: string; left: string };

/** What the reserve paid, by due date, newest first: of what was applied for a day the last revision holds. */
export function reservePaymentsOf(events: readonly EventView[]): ReservePayment[] {
  const byDay = new Map<string, ReservePayment>();
  for (const { event_type: type, payload } of events) {
    if (type !== "InterestReserve.Applied") continue;
    const { dueOn, amount, left } = payload;
    if (typeof dueOn === "string" && typeof amount === "string" && typeof left === "string") {
      byDay.set(dueOn, { dueOn, amount, left });
    }
  }
  return [...byDay.values()]
    .filter(({ amount }) => /[1-9]/.test(amount))
    .toSorted((a, b) => (a.dueOn < b.dueOn ? 1 : -1));
}

/** What the interest reserve of a construction loan paid; nothing of any other loan. */
export function useReservePayments(loan: Loan): ReservePayment[] {
  const answer = useQuery({
    ...query("event.history", { aggregate_id: loan.loan_id, include_loan: true }),
    enabled: loan.construction !== null,
  });
  return loan.construction ? reservePaymentsOf(answer.data?.events ?? []) : [];
}
