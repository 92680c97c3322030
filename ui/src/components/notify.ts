import { type CallError, errorText } from "../api/errors";
import { messages } from "../messages";

let wanted = false;
const listeners = new Set<() => void>();

export function onNoticesWanted(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function noticesWanted(): boolean {
  return wanted;
}

// What went wrong takes longer to read than that all is well.
const READING_MS = 10_000;

type Notice = { title?: string; message: string; color: string; autoClose?: number };

async function show(notice: Notice): Promise<void> {
  wanted = true;
  for (const listener of listeners) listener();
  const { cleanNotifications, showNotification } = await import("@mantine/notifications");
  // One at a time: a newer notice is what counts, and a pile would hide the screen.
  cleanNotifications();
  showNotification({
    ...notice,
    withBorder: true,
    closeButtonProps: { "aria-label": messages.common.close },
  });
}

/** Says that something worked. */
export function notify(message: string): void {
  void show({ message, color: "pine" });
}

/** Says that somebody else was faster. */
export function notifyConflict(): void {
  const { title, text } = messages.conflict;
  void show({ title, message: text, color: "yellow", autoClose: READING_MS });
}

/** Says that an action was refused or failed, where no form is there to say it. */
export function notifyError(error: CallError): void {
  const { title, advice } = errorText(error);
  void show({ title, message: advice, color: "red", autoClose: READING_MS });
}
