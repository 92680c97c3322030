import { invoke } from "@tauri-apps/api/core";
import { messages } from "../messages";
import type { BookNotice, FileDrag, Platform, Progress, StartupBook } from "./platform";

const bookFiles = [{ name: messages.platform.bookFiles, extensions: ["lendingos"] }];
const heads = [{ name: messages.platform.heads, extensions: ["json"] }];
const certificates = [{ name: messages.platform.certificates, extensions: ["pem", "crt", "cer"] }];

const eventsFiles = [
  { name: messages.platform.eventsFiles, extensions: ["ndjson", "gz"] },
  { name: messages.platform.allFiles, extensions: ["*"] },
];

const tablesToImport = [
  { name: messages.platform.tables, extensions: ["csv", "xlsx", "txt", "tsv"] },
  { name: messages.platform.allFiles, extensions: ["*"] },
];

const logos = [{ name: messages.platform.logos, extensions: ["png", "jpg", "jpeg", "svg"] }];

/** What may be attached, as the dialog filters it; what it is, Rust reads from its content. */
const attachable = [
  {
    name: messages.platform.attachable,
    extensions: ["jpg", "jpeg", "png", "webp", "gif", "tif", "tiff", "heic", "heif", "pdf", "docx", "xlsx"],
  },
  { name: messages.platform.allFiles, extensions: ["*"] },
];

/** The desktop shell. */
export const tauri: Platform = {
  call: (name, input, commandId) => invoke("call", { name, input, commandId }),
  cancel: (commandId) => invoke("call_cancel", { commandId }),
  async onProgress(listener) {
    const { listen } = await import("@tauri-apps/api/event");
    return listen<Progress>("progress", (event) => listener(event.payload));
  },
  async onBookNotice(listener) {
    const { listen } = await import("@tauri-apps/api/event");
    return listen<BookNotice>("book", (event) => listener(event.payload));
  },
  async onFileDrag(listener) {
    const { listen, TauriEvent } = await import("@tauri-apps/api/event");
    const hear = (name: string, drag: (paths: readonly string[]) => FileDrag) =>
      listen<{ paths?: readonly string[] } | null>(name, (event) =>
        listener(drag(event.payload?.paths ?? [])),
      );
    const stops = await Promise.all([
      hear(TauriEvent.DRAG_ENTER, () => ({ kind: "over" })),
      hear(TauriEvent.DRAG_LEAVE, () => ({ kind: "left" })),
      hear(TauriEvent.DRAG_DROP, (paths) => ({ kind: "dropped", paths })),
    ]);
    return () => {
      for (const stop of stops) stop();
    };
  },
  startsWithoutBook: "__LENDINGOS_NO_BOOK__" in window,
  startupBook: () => invoke<StartupBook>("startup_book"),
  hasFileDialogs: true,
  async chooseBookToOpen() {
    const { open } = await import("@tauri-apps/plugin-dialog");
    return open({ multiple: false, directory: false, filters: bookFiles });
  },
  async chooseCertificate() {
    const { open } = await import("@tauri-apps/plugin-dialog");
    return open({ multiple: false, directory: false, filters: certificates });
  },
  async chooseNewBook(suggestion) {
    const { save } = await import("@tauri-apps/plugin-dialog");
    return save({ defaultPath: suggestion, filters: bookFiles });
  },
  async chooseHead() {
    const { open } = await import("@tauri-apps/plugin-dialog");
    return open({ multiple: false, directory: false, filters: heads });
  },
  async chooseNewHead(suggestion) {
    const { save } = await import("@tauri-apps/plugin-dialog");
    return save({ defaultPath: suggestion, filters: heads });
  },
  async chooseFilesToAttach() {
    const { open } = await import("@tauri-apps/plugin-dialog");
    return (await open({ multiple: true, directory: false, filters: attachable })) ?? [];
  },
  async chooseFileToImport() {
    const { open } = await import("@tauri-apps/plugin-dialog");
    return open({ multiple: false, directory: false, filters: tablesToImport });
  },
  async chooseEventsFile() {
    const { open } = await import("@tauri-apps/plugin-dialog");
    return open({ multiple: false, directory: false, filters: eventsFiles });
  },
  async chooseLogo() {
    const { open } = await import("@tauri-apps/plugin-dialog");
    return open({ multiple: false, directory: false, filters: logos });
  },
  async chooseNewFile(suggestion) {
    const { save } = await import("@tauri-apps/plugin-dialog");
    return save({ defaultPath: suggestion });
  },
  async chooseFolder(start) {
    const { open } = await import("@tauri-apps/plugin-dialog");
    return open({ multiple: false, directory: true, ...(start === "" ? {} : { defaultPath: start }) });
  },
};
