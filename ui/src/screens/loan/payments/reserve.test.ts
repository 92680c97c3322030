import { expect, it } from "vitest";
import type { EventView } from "../../../bindings/EventView";
import { reservePaymentsOf } from "./reserve";

const event = (type: string, payload: Record<string, string>) =>
  ({ event_type: type, payload }) as unknown as EventView;
const applied = (dueOn: string, amount: string, left: string) =>
  event("InterestReserve.Applied", { dueOn, amount, left });

it("holds the last of what was applied for a day, newest first, and nothing that was taken back", () => {
  const events = [
    applied("2026-08-28", "100.00", "900.00"),
    applied("2026-09-28", "50.00", "850.00"),
    applied("2026-08-28", "120.00", "830.00"),
    applied("2026-10-28", "20.00", "810.00"),
    applied("2026-10-28", "0.00", "830.00"),
    event("Loan.Funded", { dueOn: "2026-01-01", amount: "1.00", left: "1.00" }),
  ];
  expect(reservePaymentsOf(events)).toEqual([
    { dueOn: "2026-09-28", amount: "50.00", left: "850.00" },
    { dueOn: "2026-08-28", amount: "120.00", left: "830.00" },
  ]);
});
