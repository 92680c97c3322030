import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";
import { type Answers, refused, startDraws } from "../../test/construction";
import { CompleteInspectionDialog } from "./CompleteInspectionDialog";
import type { PlannedVisit } from "./inspection-form";
import { ScheduleInspectionDialog } from "./ScheduleInspectionDialog";

const text = messages.inspections;
const close = vi.fn<() => void>();
beforeEach(() => close.mockReset());

const planned: PlannedVisit = { inspection_id: "i", inspector: "Luis", kind: "final", note: "The gutters" };

const start = (visit: PlannedVisit | null = null, answers: Answers = {}) =>
  startDraws("/", {
    answers: { "inspection.complete": () => ({}), ...answers },
    element: <CompleteInspectionDialog loanId="l" drawId="d" planned={visit} onClose={close} />,
  });
const field = (name: string) => screen.getByRole("textbox", { name });
const roof = () => screen.findByRole("textbox", { name: text.complete.percentOf("Roof") });
const record = () => userEvent.click(screen.getByRole("button", { name: text.complete.submit }));

describe("recording an inspection", () => {
  it("is of the lines that were looked at, and never of the interest reserve", async () => {
    const { inputsOf } = start();
    await userEvent.type(await roof(), "42.5");
    await userEvent.type(field(text.complete.findings), "Trusses are set");
    expect(screen.queryByText("Interest reserve")).not.toBeInTheDocument();
    await record();
    await waitFor(() => expect(close).toHaveBeenCalledOnce());
    expect(inputsOf("inspection.complete")).toMatchObject([
      {
        inspection_id: null,
        loan_id: "l",
        draw_id: "d",
        inspector: "Ada",
        kind: "progress",
        lines: [{ code: "roof", percent_complete: "42.5" }],
        findings: "Trusses are set",
        photos: [],
      },
    ]);
  });

  it("fulfils the visit that was planned, with what was to be looked at", async () => {
    const { inputsOf } = start(planned);
    await roof();
    expect(screen.getByText("The gutters")).toBeInTheDocument();
    expect(field(text.inspector)).toHaveValue("Luis");
    await record();
    await waitFor(() =>
      expect(inputsOf("inspection.complete")).toMatchObject([
        { inspection_id: "i", loan_id: null, draw_id: null, kind: "final" },
      ]),
    );
  });

  it.each(["101", "-1", "most"])("does not take %s percent, and says so beside the line", async (typed) => {
    const { inputsOf } = start();
    await userEvent.type(await roof(), typed);
    await record();
    expect(await roof()).toBeInvalid();
    expect(field(text.complete.percentOf("Site work"))).toBeValid();
    expect(inputsOf("inspection.complete")).toEqual([]);
  });

  it("says beside the day what the book refuses of it", async () => {
    start(null, {
      "inspection.complete": () => {
        throw refused("invalid_input", "inspected_on must not be in the future", "inspected_on");
      },
    });
    await roof();
    await record();
    await waitFor(() => expect(field(text.complete.on)).toBeInvalid());
    expect(close).not.toHaveBeenCalled();
  });
});

describe("an inspection that was not recorded", () => {
  it("is there again after the window was lost, at its own visit alone", async () => {
    const lost = start(planned);
    await userEvent.type(await roof(), "40");
    await userEvent.type(field(text.complete.findings), "Half of the shingles");
    lost.unmount();
    const another = start();
    expect(await roof()).toHaveValue("");
    another.unmount();
    start(planned);
    expect(await roof()).toHaveValue("40");
    expect(field(text.complete.findings)).toHaveValue("Half of the shingles");
    expect(screen.getByText(text.complete.restored)).toBeInTheDocument();
  });

  it("is gone once it was recorded", async () => {
    start(planned);
    await userEvent.type(await roof(), "40");
    expect(localStorage.length).toBe(1);
    await record();
    await waitFor(() => expect(close).toHaveBeenCalledOnce());
    expect(localStorage.length).toBe(0);
  });
});

describe("planning an inspection", () => {
  it("says who goes, and when", async () => {
    const { inputsOf } = startDraws("/", {
      answers: { "inspection.schedule": () => ({ inspector: "Luis", scheduled_on: "2026-12-01" }) },
      element: <ScheduleInspectionDialog loanId="l" drawId="d" onClose={close} />,
    });
    await userEvent.click(await screen.findByRole("button", { name: text.schedule.submit }));
    expect(field(text.inspector)).toBeInvalid();
    await userEvent.type(field(text.inspector), " Luis ");
    await userEvent.clear(field(text.scheduledOn));
    await userEvent.type(field(text.scheduledOn), formatDate("2026-12-01"));
    await userEvent.click(screen.getByRole("button", { name: text.schedule.submit }));
    await waitFor(() => expect(close).toHaveBeenCalledOnce());
    expect(inputsOf("inspection.schedule")).toEqual([
      {
        loan_id: "l",
        draw_id: "d",
        inspector: "Luis",
        scheduled_on: "2026-12-01",
        kind: "progress",
        note: null,
      },
    ]);
  });
});
