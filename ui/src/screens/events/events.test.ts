import { describe, expect, it } from "vitest";
import type { EventView } from "../../bindings/EventView";
import { eventLines } from "./event-tree";
import { payloadFields, payloadGist } from "./payload-fields";

function event(position: number, event_type: string, cause: number | null = null): EventView {
  return {
    position,
    event_id: `e${position}`,
    event_type,
    event_version: 1,
    known: true,
    aggregate_type: "loan",
    aggregate_id: "a",
    sequence_number: position,
    loan_id: null,
    causation_id: cause === null ? null : `e${cause}`,
    correlation_id: "c",
    occurred_at: "2026-11-23T10:00:00.000000Z",
    effective_on: "2026-11-23",
    user_id: "alex",
    source: "test",
    payload: {},
    metadata: {},
    status: "processed",
    error: null,
    retry_count: 0,
    next_retry_at: null,
    needs_attention: false,
    processed_at: null,
    hash: "h",
    previous_hash: "p",
    handlers: [],
  };
}

const funded = [
  event(1, "Loan.Created"),
  event(2, "Loan.Funded"),
  event(3, "Payment.ScheduleCreated", 2),
  ...[4, 5, 6, 7].map((position) => event(position, "Payment.Scheduled", 2)),
  event(8, "Person.Created"),
];

function shape(events: readonly EventView[], order: "oldest" | "newest", toggled: string[] = []) {
  return eventLines(events, order, new Set(toggled)).map(
    (line) => `${"  ".repeat(line.depth)}${line.kind === "run" ? `${line.type} × ${line.count}` : line.id}`,
  );
}

describe("eventLines", () => {
  it("puts each event under its cause, and folds a run of one type", () => {
    expect(shape(funded, "oldest")).toEqual(["e1", "e2", "  e3", "  Payment.Scheduled × 4", "e8"]);
  });

  it("turns the commands round, not what they caused", () => {
    expect(shape(funded, "newest")).toEqual(["e8", "e2", "  e3", "  Payment.Scheduled × 4", "e1"]);
  });

  it("opens a run and closes an event", () => {
    expect(shape(funded, "oldest", ["run-e4"])).toContain("    e7");
    expect(shape(funded, "oldest", ["e2"])).toEqual(["e1", "e2", "e8"]);
  });

  it("shows an event whose cause is not at hand", () => {
    expect(shape(funded.slice(3), "oldest")).toEqual(["e4", "e5", "e6", "e7", "e8"]);
  });

  it("counts the failed events of a run that is closed", () => {
    const events = funded.map((each) =>
      each.position === 5 ? { ...each, status: "failed" as const } : each,
    );
    const run = eventLines(events, "oldest", new Set()).find((line) => line.kind === "run");
    expect(run).toMatchObject({ failed: 1, count: 4 });
  });

  it("never loops on an event that names itself or a later one as its cause", () => {
    const odd = [event(1, "A", 1), event(2, "B", 3), event(3, "C", 2)];
    expect(shape(odd, "oldest")).toEqual(["e1", "e2", "  e3"]);
  });
});

describe("payloadFields", () => {
  it("names what is nested by its way and keeps amounts exact", () => {
    const fields = payloadFields({
      annualRatePercent: "7.50",
      borrower: { name: "Ada", taxId: null },
      tags: ["a", "b"],
      lines: [{ amount: "1.00" }],
    });
    expect(fields).toEqual([
      { label: "Annual rate percent", value: "7.50" },
      { label: "Borrower › name", value: "Ada" },
      { label: "Borrower › tax id", value: "—" },
      { label: "Tags", value: "a, b" },
      { label: "Lines 1 › amount", value: "1.00" },
    ]);
  });
});

describe("payloadGist", () => {
  it.each([
    [{ from: "draft", to: "submitted" }, "draft → submitted"],
    [{ name: "Ada" }, "Ada"],
    [{ principal: "100000.00" }, "100,000.00"],
    [{ other: 1 }, ""],
  ])("of %j is %j", (payload, gist) => {
    expect(payloadGist(payload)).toBe(gist);
  });
});
