/**
 * Whether the server of the open book answers, as far as is known: from what the shell tells, and from how commands
 * end. A book in a file is never offline.
 */
let offline = false;

/** Counts the changes, so that an answer to an older question cannot undo what was heard since. */
let changes = 0;

const listeners = new Set<() => void>();

export function isOffline(): boolean {
  return offline;
}

export function onConnectionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setOffline(now: boolean): void {
  if (offline === now) return;
  offline = now;
  changes += 1;
  for (const listener of listeners) listener();
}

/** Another book is open: nothing is known of its server yet, and calls on their way tell nothing of it. */
export function forgetConnection(): void {
  setOffline(false);
  changes += 1;
}

/** Called when a command is sent; what it returns hears whether the server answered. */
export function listenForAnswer(): (answered: boolean) => void {
  const sentAt = changes;
  return (answered) => {
    if (sentAt === changes) setOffline(!answered);
  };
}
