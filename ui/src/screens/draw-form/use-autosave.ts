import { useCallback, useEffect, useRef, useState } from "react";
import { type CallError, toCallError } from "../../api/errors";
import { isVerdict, useWrite } from "../../api/write";
import type { DraftDraw } from "../../bindings/DraftDraw";
import type { Draw } from "../../bindings/Draw";
import type { DraftContent } from "./draw-form";

/** How far what is typed is kept in the book. */
export type SaveState =
  | { kind: "untouched" | "unsaved" | "saving" | "saved" | "conflict" }
  | { kind: "failed"; error: CallError };

/** The draft as the book has it. */
export type SavedDraft = { drawId: string; number: number; version: number };

export type Autosave = {
  state: SaveState;
  /** Saves at once what is not saved yet; answers the draft as it is then, or nothing where that failed. */
  flush: () => Promise<SavedDraft | null>;
  /** The draft as it was saved last; nothing of a new draw before that. */
  draft: () => SavedDraft | null;
  /** After a conflict: saves what is typed here over the newest state, whose version is given. */
  overwrite: (version: number) => void;
};

/** A pause in typing after which the draft is saved. */
const PAUSE = 600;

type Options = { loanId: string; draw: Draw | null; content: DraftContent; onSaved: (draw: Draw) => void };

/** One sending of the draft. What may or may not have arrived is sent again as it was, before anything newer. */
type Attempt = { input: DraftDraw; text: string };

/**
 * Keeps the draft of a draw in the book while it is typed: after each pause, when a field or the screen is left, and
 * one sending after the other, each on the version that the one before it made.
 */
export function useAutosave({ loanId, draw, content, onSaved }: Options): Autosave {
  const text = JSON.stringify(content);
  const [state, setState] = useState<SaveState>({ kind: draw ? "saved" : "untouched" });
  const saved = useRef<SavedDraft | null>(
    draw ? { drawId: draw.draw_id, number: draw.number, version: draw.version } : null,
  );
  const savedText = useRef(text);
  const latest = useRef({ text, content, onSaved });
  const running = useRef<Promise<SavedDraft | null> | null>(null);
  const unanswered = useRef<Attempt | null>(null);
  const stopped = useRef(false);
  const { mutateAsync } = useWrite("draw.draft");
  useEffect(() => {
    latest.current = { text, content, onSaved };
  });

  const send = useCallback(async (): Promise<SavedDraft | null> => {
    while (unanswered.current !== null || savedText.current !== latest.current.text) {
      setState({ kind: "saving" });
      const attempt = unanswered.current ?? newAttempt(loanId, saved.current, latest.current);
      unanswered.current = attempt;
      try {
        // One after the other: each goes on from the version that the last one made.
        // oxlint-disable-next-line no-await-in-loop
        const draft = await mutateAsync(attempt.input);
        unanswered.current = null;
        savedText.current = attempt.text;
        saved.current = { drawId: draft.draw_id, number: draft.number, version: draft.version };
        latest.current.onSaved(draft);
      } catch (reason) {
        const error = toCallError(reason);
        if (isVerdict(error)) unanswered.current = null;
        stopped.current = error.code === "conflict";
        setState(stopped.current ? { kind: "conflict" } : { kind: "failed", error });
        return null;
      }
    }
    setState({ kind: saved.current ? "saved" : "untouched" });
    return saved.current;
  }, [loanId, mutateAsync]);

  const flush = useCallback((): Promise<SavedDraft | null> => {
    if (stopped.current) return Promise.resolve(null);
    running.current ??= send().finally(() => {
      running.current = null;
    });
    return running.current;
  }, [send]);

  useEffect(() => {
    if (stopped.current) return undefined;
    if (savedText.current === text) {
      // What was typed was taken back before it was sent.
      const kept: SaveState = { kind: saved.current ? "saved" : "untouched" };
      setState((before) => (before.kind === "unsaved" ? kept : before));
      return undefined;
    }
    setState((before) => (before.kind === "saving" ? before : { kind: "unsaved" }));
    const timer = setTimeout(() => void flush(), PAUSE);
    return () => clearTimeout(timer);
  }, [text, flush]);

  useEffect(() => {
    const leave = () => void flush();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [flush]);

  const overwrite = (version: number) => {
    if (saved.current) saved.current = { ...saved.current, version };
    stopped.current = false;
    void flush();
  };
  return { state, flush, draft: () => saved.current, overwrite };
}

function newAttempt(
  loanId: string,
  saved: SavedDraft | null,
  { text, content }: { text: string; content: DraftContent },
): Attempt {
  const place: DraftDraw = saved
    ? { draw_id: saved.drawId, expected_version: saved.version }
    : { loan_id: loanId };
  return { text, input: { ...place, ...content } };
}
