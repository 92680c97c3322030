import { useEffect } from "react";
import { isOffline, onConnectionChange, setOffline } from "../api/connection";
import { refreshAll } from "../api/queries";
import { platform } from "../platform";
import type { BookNotice } from "../platform/platform";

/** Somebody else's import is thousands of changes; reading everything again for each would read nothing else. */
const SPACING_MS = 150;

/** Keeps what is on screen in step with a shared book: with the work of others, and with its server. */
export function useBookNotices(): void {
  useEffect(() => {
    const refresh = spaced(SPACING_MS, () => void refreshAll());
    const stopWatching = onConnectionChange(() => {
      // Whatever happened while the server was out of reach was not told.
      if (!isOffline()) refresh.run();
    });
    const listening = platform.onBookNotice((notice) => hear(notice, refresh.run));
    return () => {
      stopWatching();
      refresh.stop();
      void listening.then((stop) => stop());
    };
  }, []);
}

function hear({ kind }: BookNotice, refresh: () => void): void {
  if (kind === "offline") setOffline(true);
  else if (kind === "online" && isOffline()) setOffline(false);
  else refresh();
}

/** Runs `work` at once, and then no more often than every `spacing` milliseconds, the last time after the last call. */
function spaced(spacing: number, work: () => void): { run: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let again = false;
  const start = () => {
    again = false;
    work();
    timer = setTimeout(() => {
      timer = null;
      if (again) start();
    }, spacing);
  };
  const run = () => {
    if (timer === null) start();
    else again = true;
  };
  const stop = () => {
    if (timer !== null) clearTimeout(timer);
  };
  return { run, stop };
}
