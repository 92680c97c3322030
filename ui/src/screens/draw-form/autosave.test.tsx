import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { DraftDraw } from "../../bindings/DraftDraw";
import type { Draw } from "../../bindings/Draw";
import type { WireError } from "../../bindings/WireError";
import { messages } from "../../messages";
import { requestedDraw } from "../../test/draw-figures";
import { bookOf, startWithUsers } from "../../test/users";
import type { DraftContent } from "./draw-form";
import { SaveMark } from "./SaveMark";
import { useAutosave } from "./use-autosave";

const text = messages.draws.form;
const saved = vi.fn<(draw: Draw) => void>();

/** A note that is kept, as the whole form is. */
function Note({ draw = null }: { draw?: Draw | null }) {
  const [note, setNote] = useState(draw?.note ?? "");
  const content: DraftContent = { lines: [], contractor: null, note, attachments: [] };
  const autosave = useAutosave({ loanId: "l", draw, content, onSaved: saved });
  return (
    <>
      <input aria-label="Note" value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <button type="button" onClick={() => void autosave.flush()}>
        Flush
      </button>
      <SaveMark
        state={autosave.state}
        unreadable={false}
        onRetry={() => void autosave.flush()}
        onTakeTheirs={() => undefined}
        onKeepMine={() => autosave.overwrite(9)}
      />
    </>
  );
}

const draft = (version: number): Draw => ({ ...requestedDraw, status: "draft", version, note: "" });
const refused = (code: WireError["code"], retryable = false): WireError => ({
  code,
  message: "refused",
  field: null,
  params: {},
  retryable,
});

function start(answer: (input: DraftDraw) => Promise<unknown>, draw: Draw | null = null) {
  const started = startWithUsers(<Note draw={draw} />, bookOf("Ada", "owner"), {
    "draw.draft": (input) => answer(input as DraftDraw),
  });
  return { sent: () => started.inputsOf("draw.draft") as DraftDraw[] };
}

const type = (note: string) => fireEvent.change(screen.getByLabelText("Note"), { target: { value: note } });
const flush = () => userEvent.click(screen.getByRole("button", { name: "Flush" }));
const patient = { timeout: 3_000 };

describe("a draft", () => {
  beforeEach(() => saved.mockReset());

  it("is not written before anything is typed", async () => {
    const { sent } = start(() => Promise.resolve(draft(1)));
    await screen.findByText(text.nothingYet);
    await flush();
    expect(sent()).toEqual([]);
  });

  it("is made of the loan after a pause in typing, and then changed on the version that it has", async () => {
    let version = 0;
    const { sent } = start(() => Promise.resolve(draft((version += 1))));
    await screen.findByText(text.nothingYet);
    type("Fra");
    type("Framing");
    expect(screen.getByText(text.unsaved)).toBeVisible();
    expect(await screen.findByText(text.saved, {}, patient)).toBeVisible();
    expect(sent()).toMatchObject([{ loan_id: "l", note: "Framing" }]);
    type("Framing done");
    await waitFor(() => expect(sent()).toHaveLength(2), patient);
    expect(sent()[1]).toMatchObject({ draw_id: "d", expected_version: 1, note: "Framing done" });
    await waitFor(() => expect(saved).toHaveBeenCalledTimes(2));
  });

  it("is as saved as it was once what was typed is taken back", async () => {
    const { sent } = start(() => Promise.resolve(draft(5)), draft(4));
    await screen.findByText(text.saved);
    type("Fra");
    expect(screen.getByText(text.unsaved)).toBeVisible();
    type("");
    expect(screen.getByText(text.saved)).toBeVisible();
    expect(sent()).toEqual([]);
  });

  it("is sent one after the other, so that what is typed meanwhile goes on from what was saved", async () => {
    const answers: Array<() => void> = [];
    let version = 4;
    const { sent } = start(
      () => new Promise((resolve) => answers.push(() => resolve(draft((version += 1))))),
      draft(4),
    );
    await screen.findByText(text.saved);
    type("one");
    await flush();
    type("two");
    await flush();
    expect(sent()).toHaveLength(1);
    act(() => answers[0]?.());
    await waitFor(() => expect(sent()).toHaveLength(2));
    expect(sent()[1]).toMatchObject({ expected_version: 5, note: "two" });
  });

  it("is saved when its window goes away, without waiting for a pause", async () => {
    const { sent } = start(() => Promise.resolve(draft(5)), draft(4));
    await screen.findByText(text.saved);
    type("Leaving");
    await act(() => {
      window.dispatchEvent(new Event("pagehide"));
      return Promise.resolve();
    });
    // At once: the pause is not over.
    expect(sent()).toMatchObject([{ draw_id: "d", note: "Leaving" }]);
    await screen.findByText(text.saved);
  });

  it("that may have arrived is sent again as it was, before anything newer", async () => {
    let fails = true;
    const { sent } = start(() =>
      fails ? Promise.reject(refused("book_busy", true)) : Promise.resolve(draft(1)),
    );
    await screen.findByText(text.nothingYet);
    type("first");
    expect(await screen.findByRole("alert", {}, patient)).toHaveTextContent(messages.errors.book_busy.title);
    fails = false;
    type("second");
    await waitFor(() => expect(sent()).toHaveLength(3), patient);
    expect(sent().map(({ loan_id: loan, draw_id: draw, note }) => [loan, draw, note])).toEqual([
      ["l", undefined, "first"],
      ["l", undefined, "first"],
      [undefined, "d", "second"],
    ]);
  });

  it("that somebody else changed is told, and goes over theirs only when asked to", async () => {
    const { sent } = start(
      (input) =>
        input.expected_version === 9 ? Promise.resolve(draft(10)) : Promise.reject(refused("conflict")),
      draft(4),
    );
    await screen.findByText(text.saved);
    type("Mine");
    expect(await screen.findByText(text.conflictTitle, {}, patient)).toBeVisible();
    type("Mine, and more");
    await flush();
    expect(sent()).toHaveLength(1);
    await userEvent.click(screen.getByRole("button", { name: text.keepMine }));
    expect(await screen.findByText(text.saved)).toBeVisible();
    expect(sent()[1]).toMatchObject({ expected_version: 9, note: "Mine, and more" });
  });
});
