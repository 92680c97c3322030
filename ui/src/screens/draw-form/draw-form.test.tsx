import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { DraftDraw } from "../../bindings/DraftDraw";
import type { Draw } from "../../bindings/Draw";
import type { PreviewRequest } from "../../bindings/PreviewRequest";
import type { RequestPreview } from "../../bindings/RequestPreview";
import { compareDecimals } from "../../format/decimal";
import { messages } from "../../messages";
import { type Answers, budget, draftDraw, refused, startDraws } from "../../test/construction";

const text = messages.draws.form;
const newDraw = "/loans/l/draw";
const drawTwo = "/loans/l/draw?draw=d";

/** What the book would say: a line is over its 10,000.00 or 25,000.00, and then nothing can be requested. */
function previewOf({ lines }: PreviewRequest): RequestPreview {
  const shown = budget.lines.slice(0, 2).map((line) => {
    const requested = lines.find((each) => each.code === line.code)?.amount ?? "0.00";
    const isOver = compareDecimals(requested, line.available) > 0;
    return { code: line.code, requested, available: line.available, left: "4000.00", is_over: isOver };
  });
  return {
    lines: shown,
    total: lines[0]?.amount ?? "0.00",
    available: "38000.00",
    problem: shown.some((line) => line.is_over) ? "lines: 30000.00 is more than line roof has left" : null,
  };
}

/** A book that keeps the draft, and counts its versions. */
function keeping(): Answers & { kept: () => Draw } {
  let kept: Draw = draftDraw;
  const write = (input: DraftDraw): Draw => {
    kept = { ...kept, version: kept.version + 1, contractor: input.contractor ?? null };
    return kept;
  };
  return {
    "draw.preview_request": previewOf,
    "draw.draft": write,
    "draw.get": () => kept,
    kept: () => kept,
  };
}

const amountOf = (line: string) => screen.findByRole("textbox", { name: text.amountOf(line) });
const field = (name: string) => screen.getByRole("textbox", { name });

describe("the draft of a draw", () => {
  it("is saved after a pause, while the field still has the focus", async () => {
    const { inputsOf, place } = startDraws(newDraw, { answers: keeping() });
    expect(await screen.findByText(text.nothingYet)).toBeInTheDocument();
    await userEvent.click(await amountOf("Roof"));
    await userEvent.paste("4,000");
    expect(await screen.findByText(text.saved, {}, { timeout: 3_000 })).toBeInTheDocument();
    expect(await amountOf("Roof")).toHaveFocus();
    expect(inputsOf("draw.draft")).toEqual([
      {
        loan_id: "l",
        lines: [{ code: "roof", amount: "4000.00", work_done: null, contractor: null }],
        contractor: null,
        note: null,
        attachments: [],
      },
    ]);
    await waitFor(() => expect(place()).toContain("draw=d"));
    expect(await amountOf("Roof")).toHaveValue("4,000");
  });

  it("goes on from the version that was saved last, when a field is left", async () => {
    const { inputsOf } = startDraws(drawTwo, { answers: keeping() });
    await userEvent.type(await screen.findByRole("textbox", { name: text.workOf("Roof") }), "Shingles");
    await userEvent.tab();
    await waitFor(() => expect(inputsOf("draw.draft")).toHaveLength(1));
    await userEvent.type(field(text.workOf("Site work")), "Graded");
    await userEvent.tab();
    await waitFor(() => expect(inputsOf("draw.draft")).toHaveLength(2));
    expect(inputsOf("draw.draft")).toMatchObject([
      { draw_id: "d", expected_version: 1 },
      { draw_id: "d", expected_version: 2 },
    ]);
  });

  it("is saved when the screen is left", async () => {
    const { inputsOf, go } = startDraws(drawTwo, { answers: keeping() });
    await userEvent.type(await screen.findByRole("textbox", { name: text.contractor }), " & Sons");
    go("/loans/l/draws");
    await screen.findByRole("heading", { name: "Draws of the loan" });
    await waitFor(() => expect(inputsOf("draw.draft")).toMatchObject([{ contractor: "Bay Roofing & Sons" }]));
  });

  it("says that an amount which cannot be read is not in it", async () => {
    const { inputsOf } = startDraws(drawTwo, { answers: keeping() });
    const roof = await amountOf("Roof");
    await userEvent.clear(roof);
    await userEvent.type(roof, "lots");
    await userEvent.tab();
    expect(await screen.findByText(new RegExp(text.unreadable))).toBeInTheDocument();
    expect(roof).toBeInvalid();
    await waitFor(() => expect(inputsOf("draw.draft")).toMatchObject([{ lines: [{ code: "site" }] }]));
  });
});

describe("a draft that somebody else changed", () => {
  const colleague = { ...draftDraw, version: 7, contractor: "Somebody else" };
  const conflicting = (): Answers => ({
    "draw.preview_request": previewOf,
    "draw.get": () => colleague,
    "draw.draft": (input: DraftDraw) => {
      if (input.expected_version !== 7) throw refused("conflict", "changed meanwhile");
      return { ...colleague, version: 8 };
    },
  });
  const meet = async () => {
    let first = true;
    const answers = conflicting();
    const started = startDraws(drawTwo, {
      answers: {
        ...answers,
        "draw.get": () => {
          const answer = first ? draftDraw : colleague;
          first = false;
          return answer;
        },
      },
    });
    await userEvent.type(await screen.findByRole("textbox", { name: text.contractor }), " & Sons");
    await userEvent.tab();
    await screen.findByText(text.conflictTitle);
    return started;
  };

  it("is told, with what was typed still there, and nothing is sent over it", async () => {
    const { inputsOf } = await meet();
    expect(field(text.contractor)).toHaveValue("Bay Roofing & Sons");
    await userEvent.type(field(text.contractor), "!");
    await userEvent.tab();
    expect(inputsOf("draw.draft")).toHaveLength(1);
  });

  it("is shown as it is now", async () => {
    await meet();
    await userEvent.click(screen.getByRole("button", { name: text.takeTheirs }));
    await waitFor(() => expect(field(text.contractor)).toHaveValue("Somebody else"));
    expect(screen.queryByText(text.conflictTitle)).not.toBeInTheDocument();
  });

  it("is overwritten, from its newest version", async () => {
    const { inputsOf } = await meet();
    await userEvent.click(screen.getByRole("button", { name: text.keepMine }));
    expect(await screen.findByText(text.saved)).toBeInTheDocument();
    expect(inputsOf("draw.draft").at(-1)).toMatchObject({
      expected_version: 7,
      contractor: "Bay Roofing & Sons",
    });
  });
});

describe("the amounts of a draw", () => {
  it("say beside the line that it has not so much left, and cannot be requested", async () => {
    startDraws(drawTwo, { answers: keeping() });
    const roof = await amountOf("Roof");
    await userEvent.clear(roof);
    await userEvent.type(roof, "30k");
    await waitFor(() => expect(roof).toHaveAccessibleDescription(/Only 25,000.00 is left/));
    expect(roof).toBeInvalid();
    expect(await amountOf("Site work")).toBeValid();
    const request = screen.getByRole("button", { name: text.request });
    expect(request).toHaveAttribute("aria-disabled", "true");
    expect(request).toHaveAccessibleDescription("30,000.00 is more than line roof has left");
  });

  it("have no place for the interest reserve", async () => {
    startDraws(drawTwo, { answers: keeping() });
    await amountOf("Roof");
    expect(screen.queryByText("Interest reserve")).not.toBeInTheDocument();
  });

  it("are gone through by Enter and the arrows, up and down a column", async () => {
    startDraws(drawTwo, { answers: keeping() });
    const [site, roof] = [await amountOf("Site work"), await amountOf("Roof")];
    site.focus();
    await userEvent.keyboard("{Enter}");
    expect(roof).toHaveFocus();
    await userEvent.keyboard("{ArrowUp}");
    expect(site).toHaveFocus();
    await userEvent.keyboard("{ArrowDown}{ArrowDown}");
    expect(roof).toHaveFocus();
    field(text.workOf("Site work")).focus();
    await userEvent.keyboard("{ArrowDown}");
    expect(field(text.workOf("Roof"))).toHaveFocus();
  });
});

describe("requesting a draw", () => {
  it("saves what was typed, shows it once more, and hands in that version", async () => {
    const answers = { ...keeping(), "draw.request": () => ({ ...draftDraw, status: "requested" as const }) };
    const { inputsOf, place } = startDraws(drawTwo, { answers });
    await userEvent.type(await screen.findByRole("textbox", { name: text.contractor }), " & Sons");
    await waitFor(() =>
      expect(screen.getByRole("button", { name: text.request })).not.toHaveAttribute("aria-disabled"),
    );
    await userEvent.click(screen.getByRole("button", { name: text.request }));
    const dialog = await screen.findByRole("dialog");
    expect(inputsOf("draw.draft").at(-1)).toMatchObject({ contractor: "Bay Roofing & Sons" });
    expect(within(dialog).getByRole("row", { name: /^Roof 5,000.00 4,000.00/ })).toBeInTheDocument();
    await userEvent.click(within(dialog).getByRole("button", { name: "Request 1,000.00" }));
    await waitFor(() => expect(place()).toBe("/draws/d"));
    const { version } = answers.kept();
    expect(inputsOf("draw.request")).toMatchObject([{ draw_id: "d", expected_version: version }]);
  });

  it("is refused of nothing, with the reason", async () => {
    startDraws(newDraw, { answers: keeping() });
    await amountOf("Roof");
    await waitFor(() =>
      expect(screen.getByRole("button", { name: text.request })).toHaveAccessibleDescription(text.empty),
    );
  });

  it("is not offered of a draw that was requested", async () => {
    startDraws(drawTwo, {
      answers: { ...keeping(), "draw.get": () => ({ ...draftDraw, status: "requested" }) },
    });
    expect(await screen.findByText(text.closedTitle(2, "Requested"))).toBeInTheDocument();
    expect(screen.queryByRole("textbox")).not.toBeInTheDocument();
  });
});
