import type { Platform } from "./platform";

function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="lendingos-token"]')?.content ?? "";
}

/** The development host: the same command table on the loopback address, for a browser. */
export const host: Platform = {
  async call(name, input, commandId) {
    const answer = await fetch("/call", {
      method: "POST",
      headers: { "content-type": "application/json", "x-lendingos-token": token() },
      body: JSON.stringify({ name, input, command_id: commandId }),
    });
    const body: unknown = await answer.json();
    if (!answer.ok) throw body;
    return body;
  },
  cancel: () => Promise.resolve(),
  onProgress: () => Promise.resolve(() => undefined),
  onBookNotice: () => Promise.resolve(() => undefined),
  // A browser keeps the paths of files to itself.
  onFileDrag: () => Promise.resolve(() => undefined),
  startsWithoutBook: false,
  startupBook: () => Promise.resolve({ address: null, error: null }),
  hasFileDialogs: false,
  chooseBookToOpen: () => Promise.resolve(null),
  chooseCertificate: () => Promise.resolve(null),
  chooseNewBook: () => Promise.resolve(null),
  chooseHead: () => Promise.resolve(null),
  chooseNewHead: () => Promise.resolve(null),
  chooseFilesToAttach: () => Promise.resolve([]),
  chooseFileToImport: () => Promise.resolve(null),
  chooseEventsFile: () => Promise.resolve(null),
  chooseLogo: () => Promise.resolve(null),
  chooseNewFile: () => Promise.resolve(null),
  chooseFolder: () => Promise.resolve(null),
};
