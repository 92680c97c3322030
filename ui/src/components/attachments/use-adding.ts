import { useEffect, useRef, useState } from "react";
import { invoke, newCommandId } from "../../api/client";
import { type CallError, toCallError } from "../../api/errors";
import { refreshAll } from "../../api/queries";
import type { Attachment } from "../../bindings/Attachment";
import { platform } from "../../platform";

/** A file on its way into the book. Once it is in, it is none any more. */
export type FileUnderWay = {
  /** Sent again under the same id, a file is added once. */
  commandId: string;
  path: string;
  name: string;
  /** None while it waits for those before it. */
  progress: { done: number; total: number } | null;
  error: CallError | null;
};

export type Adding = {
  files: readonly FileUnderWay[];
  add: (paths: readonly string[]) => void;
  stop: (file: FileUnderWay) => void;
  retry: (file: FileUnderWay) => void;
  dismiss: (file: FileUnderWay) => void;
};

/** The name of a file without its folder, on any system. */
function nameOf(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== "") ?? path;
}

type Files = readonly FileUnderWay[];

const changed = (commandId: string, change: Partial<FileUnderWay>) => (files: Files) =>
  files.map((file) => (file.commandId === commandId ? { ...file, ...change } : file));

const without = (commandId: string) => (files: Files) => files.filter((file) => file.commandId !== commandId);

/** Adds files to a loan, one after the other: the book takes one at a time. */
export function useAdding(loanId: string, onAdded: (attachment: Attachment) => void): Adding {
  const [files, setFiles] = useState<Files>([]);
  const running = useRef<string | null>(null);
  const latest = useRef({ loanId, onAdded });
  useEffect(() => {
    latest.current = { loanId, onAdded };
  });

  useEffect(() => {
    const next = files.find((file) => file.error === null);
    if (!next || running.current !== null) return;
    running.current = next.commandId;
    const run = async () => {
      const stopListening = await platform.onProgress(({ command_id, done, total }) => {
        if (command_id === next.commandId) setFiles(changed(command_id, { progress: { done, total } }));
      });
      try {
        const input = { loan_id: latest.current.loanId, path: next.path };
        const attachment = await invoke("attachment.add", input, next.commandId);
        running.current = null;
        setFiles(without(next.commandId));
        latest.current.onAdded(attachment);
        void refreshAll();
      } catch (reason) {
        running.current = null;
        const error = toCallError(reason);
        const isStopped = error.code === "cancelled";
        setFiles(isStopped ? without(next.commandId) : changed(next.commandId, { progress: null, error }));
      } finally {
        stopListening();
      }
    };
    void run();
  }, [files]);

  return {
    files,
    add: (paths) =>
      setFiles((before) => [
        ...before,
        ...paths.map((path) => ({
          commandId: newCommandId(),
          path,
          name: nameOf(path),
          progress: null,
          error: null,
        })),
      ]),
    stop: ({ commandId }) => {
      if (running.current === commandId) void platform.cancel(commandId);
      else setFiles(without(commandId));
    },
    retry: ({ commandId }) => setFiles(changed(commandId, { error: null })),
    dismiss: ({ commandId }) => setFiles(without(commandId)),
  };
}
