import { useCallback, useEffect, useRef } from "react";

/** What was typed in a form and not saved yet, kept over a crash of the window. */
type Values = Record<string, string>;

/** The kept values under `key`, or nothing. Fields that the form no longer has are left out. */
export function readDraft<T extends Values>(key: string, start: T): T | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    if (typeof kept !== "object" || kept === null) return null;
    const known = Object.entries(kept).filter(([name, value]) => name in start && typeof value === "string");
    return { ...start, ...Object.fromEntries(known) };
  } catch {
    return null;
  }
}

/**
 * Keeps `values` under `key` with every change; a form as it started leaves nothing behind.
 * Returns what forgets the draft, once the form is saved or discarded.
 */
export function useKeptDraft<T extends Values>(key: string, start: T, values: T): () => void {
  const forgotten = useRef<string | null>(null);
  const text = JSON.stringify(values);
  const asStarted = text === JSON.stringify(start);
  useEffect(() => {
    // What was just forgotten is not written again by the form's last render.
    if (forgotten.current === text) return;
    forgotten.current = null;
    if (asStarted) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  }, [key, text, asStarted]);
  return useCallback(() => {
    forgotten.current = text;
    localStorage.removeItem(key);
  }, [key, text]);
}
