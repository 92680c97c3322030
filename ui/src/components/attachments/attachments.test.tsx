import { QueryClientProvider } from "@tanstack/react-query";
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import type { ReactElement } from "react";
import { beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { queryClient } from "../../api/queries";
import type { Attachment } from "../../bindings/Attachment";
import type { WireError } from "../../bindings/WireError";
import { messages } from "../../messages";
import { platform } from "../../platform";
import type { FileDrag, Progress } from "../../platform/platform";
import { renderInTheme } from "../../test/render";
import { AttachmentDrop } from "./AttachmentDrop";
import { AttachmentGallery } from "./AttachmentGallery";

const text = messages.attachments;
const pixel = "data:image/jpeg;base64,/9j/4AAQ";

function attachment(name: string, media_type: Attachment["media_type"] = "image/jpeg"): Attachment {
  return {
    attachment_id: `id of ${name}`,
    loan_id: "l",
    file_name: name,
    media_type,
    size_bytes: 1_234_567,
    sha256: "0".repeat(64),
    added_by: "Ada",
    added_at: "2026-11-23T10:00:00Z",
  };
}

function wrong(code: WireError["code"], message: string, retryable = false): WireError {
  return { code, message, field: "path", params: {}, retryable };
}

type Answer = (input: unknown, commandId: string | null) => Promise<unknown>;
type Call = { name: string; input: unknown; commandId: string | null };
let calls: Call[];
let cancel: MockInstance<typeof platform.cancel>;
let drag: (drag: FileDrag) => void;
let report: (progress: Progress) => void;

/** A program that answers as told, in a window of the shell or in a browser. */
function start(element: ReactElement, answers: Record<string, Answer>, inShell: boolean) {
  vi.spyOn(platform, "call").mockImplementation((name, input, commandId) => {
    calls.push({ name, input, commandId });
    return answers[name]?.(input, commandId) ?? Promise.reject(new Error(`${name} was not expected`));
  });
  vi.spyOn(platform, "hasFileDialogs", "get").mockReturnValue(inShell);
  vi.spyOn(platform, "onFileDrag").mockImplementation((listener) => {
    drag = listener;
    return Promise.resolve(() => undefined);
  });
  vi.spyOn(platform, "onProgress").mockImplementation((listener) => {
    report = listener;
    return Promise.resolve(() => undefined);
  });
  return renderInTheme(<QueryClientProvider client={queryClient}>{element}</QueryClientProvider>);
}

/** Whatever is observed is in view. */
class EverythingIsSeen implements IntersectionObserver {
  readonly root = null;
  readonly rootMargin = "";
  readonly scrollMargin = "";
  readonly thresholds = [];
  constructor(private readonly tell: IntersectionObserverCallback) {}
  observe(target: Element) {
    this.tell([{ isIntersecting: true, target } as IntersectionObserverEntry], this);
  }
  unobserve() {}
  disconnect() {}
  takeRecords() {
    return [];
  }
}

async function expectNoFindings() {
  // Colours are looked at in a browser; jsdom paints nothing.
  const results = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(results.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
}

beforeEach(() => {
  calls = [];
  queryClient.clear();
  vi.stubGlobal("IntersectionObserver", EverythingIsSeen);
  cancel = vi.spyOn(platform, "cancel").mockResolvedValue(undefined);
  // Only a browser draws.
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
});

const paths = () => calls.map((call) => (call.input as { path: string }).path);

describe("AttachmentDrop", () => {
  const added = vi.fn<(attachment: Attachment) => void>();
  beforeEach(() => added.mockClear());

  it("adds what is dropped, one after the other, and tells how far each has come", async () => {
    const answers: Array<(attachment: Attachment) => void> = [];
    start(
      <AttachmentDrop loanId="l" onAdded={added} />,
      { "attachment.add": () => new Promise((resolve) => answers.push(resolve)) },
      true,
    );
    const zone = screen.getByRole("group", { name: text.add });
    act(() => drag({ kind: "over" }));
    expect(zone).toHaveAttribute("data-over", "true");
    act(() => drag({ kind: "dropped", paths: ["/photos/site.jpg", "C:\\photos\\north.jpg"] }));
    expect(zone).toHaveAttribute("data-over", "false");
    await waitFor(() => expect(answers).toHaveLength(1));
    const list = screen.getByRole("list", { name: text.underWay });
    expect(within(list).getAllByText(text.waiting)).toHaveLength(2);
    act(() => report({ command_id: calls[0]?.commandId ?? "", done: 30, total: 60 }));
    expect(within(list).getByRole("progressbar", { name: "site.jpg" })).toHaveAttribute(
      "aria-valuenow",
      "50",
    );
    expect(within(list).getByRole("progressbar", { name: "north.jpg" })).toHaveAttribute(
      "aria-valuenow",
      "0",
    );

    answers[0]?.(attachment("site.jpg"));
    await waitFor(() => expect(answers).toHaveLength(2));
    expect(added).toHaveBeenCalledExactlyOnceWith(attachment("site.jpg"));
    expect(screen.getByRole("status")).toHaveTextContent(text.added("site.jpg"));
    answers[1]?.(attachment("north.jpg"));
    await waitFor(() => expect(added).toHaveBeenCalledTimes(2));
    expect(paths()).toEqual(["/photos/site.jpg", "C:\\photos\\north.jpg"]);
    expect(calls.map((call) => call.input)).toEqual(paths().map((path) => ({ loan_id: "l", path })));
    expect(screen.queryByRole("list", { name: text.underWay })).not.toBeInTheDocument();
  });

  it("adds what is chosen in the system's dialog", async () => {
    start(
      <AttachmentDrop loanId="l" onAdded={added} />,
      { "attachment.add": () => Promise.resolve(attachment("waiver.pdf", "application/pdf")) },
      true,
    );
    vi.spyOn(platform, "chooseFilesToAttach").mockResolvedValue(["/w/waiver.pdf"]);
    await userEvent.click(screen.getByRole("button", { name: text.choose }));
    await waitFor(() => expect(added).toHaveBeenCalledOnce());
    expect(paths()).toEqual(["/w/waiver.pdf"]);
  });

  it("says beside its name what is wrong with a file, goes on with the others, and lets it be dismissed", async () => {
    const message = '"program.jpg" is a program, and only pictures are kept';
    start(
      <AttachmentDrop loanId="l" onAdded={added} />,
      {
        "attachment.add": (input) =>
          (input as { path: string }).path.includes("program")
            ? Promise.reject(wrong("attachment_type", message))
            : Promise.resolve(attachment("site.jpg")),
      },
      true,
    );
    act(() => drag({ kind: "dropped", paths: ["/program.jpg", "/site.jpg"] }));
    await waitFor(() => expect(added).toHaveBeenCalledOnce());
    const alert = screen.getByRole("alert");
    expect(alert).toHaveTextContent("program.jpg");
    expect(alert).toHaveTextContent(messages.errors.attachment_type.title);
    expect(alert).toHaveTextContent("only pictures are kept");
    await expectNoFindings();
    await userEvent.click(screen.getByRole("button", { name: text.dismiss("program.jpg") }));
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  });

  it("tries again under the same id, so that a file is added once", async () => {
    let full = true;
    start(
      <AttachmentDrop loanId="l" onAdded={added} />,
      {
        "attachment.add": () =>
          full
            ? Promise.reject(wrong("disk_full", "the disk is full", true))
            : Promise.resolve(attachment("site.jpg")),
      },
      true,
    );
    act(() => drag({ kind: "dropped", paths: ["/site.jpg"] }));
    expect(await screen.findByRole("alert")).toHaveTextContent(messages.errors.disk_full.title);
    full = false;
    await userEvent.click(screen.getByRole("button", { name: text.retry("site.jpg") }));
    await waitFor(() => expect(added).toHaveBeenCalledOnce());
    expect(calls[1]?.commandId).toBe(calls[0]?.commandId);
  });

  it("stops a file that is being added, and takes back one that waits", async () => {
    const refusals: Array<(reason: unknown) => void> = [];
    start(
      <AttachmentDrop loanId="l" onAdded={added} />,
      { "attachment.add": () => new Promise((_, reject) => refusals.push(reject)) },
      true,
    );
    act(() => drag({ kind: "dropped", paths: ["/site.jpg", "/north.jpg"] }));
    await waitFor(() => expect(refusals).toHaveLength(1));
    await userEvent.click(screen.getByRole("button", { name: text.stop("north.jpg") }));
    await userEvent.click(screen.getByRole("button", { name: text.stop("site.jpg") }));
    expect(cancel).toHaveBeenCalledExactlyOnceWith(calls[0]?.commandId);
    refusals[0]?.(wrong("cancelled", "cancelled"));
    await waitFor(() => expect(screen.queryByRole("list", { name: text.underWay })).not.toBeInTheDocument());
    expect(calls).toHaveLength(1);
    expect(added).not.toHaveBeenCalled();
  });

  it("gives what is dropped to the newest zone alone", async () => {
    const listeners: Array<(drag: FileDrag) => void> = [];
    const below = vi.fn<(attachment: Attachment) => void>();
    start(<div />, { "attachment.add": () => Promise.resolve(attachment("site.jpg")) }, true).unmount();
    vi.spyOn(platform, "onFileDrag").mockImplementation((listener) => {
      listeners.push(listener);
      return Promise.resolve(() => undefined);
    });
    renderInTheme(
      <QueryClientProvider client={queryClient}>
        <AttachmentDrop loanId="l" onAdded={below} />
        <AttachmentDrop loanId="l" onAdded={added} />
      </QueryClientProvider>,
    );
    act(() => {
      for (const listener of listeners) listener({ kind: "dropped", paths: ["/site.jpg"] });
    });
    await waitFor(() => expect(added).toHaveBeenCalledOnce());
    expect(below).not.toHaveBeenCalled();
    expect(calls).toHaveLength(1);
  });

  it("takes a typed path where a browser has none to give", async () => {
    start(
      <AttachmentDrop loanId="l" onAdded={added} />,
      { "attachment.add": () => Promise.resolve(attachment("site.jpg")) },
      false,
    );
    const field = screen.getByRole("textbox", { name: text.path });
    await userEvent.type(field, "  /photos/site.jpg {Enter}");
    await waitFor(() => expect(added).toHaveBeenCalledOnce());
    expect(paths()).toEqual(["/photos/site.jpg"]);
    expect(field).toHaveValue("");
    await userEvent.click(screen.getByRole("button", { name: text.submit }));
    expect(calls).toHaveLength(1);
    await expectNoFindings();
  });
});

describe("AttachmentGallery", () => {
  const photo = attachment("site.jpg");
  const waiver = attachment("waiver.pdf", "application/pdf");
  const answers: Record<string, Answer> = {
    "attachment.get": (input) => {
      const { attachment_id, save_to } = input as { attachment_id: string; save_to?: string };
      const found = attachment_id === photo.attachment_id ? photo : waiver;
      const thumbnail = found === photo ? pixel : null;
      return Promise.resolve({ attachment: found, thumbnail, saved_to: save_to ?? null });
    },
  };

  it("shows pictures small, asks for none of what is no picture, and names each with its size", async () => {
    start(<AttachmentGallery attachments={[photo, waiver]} />, answers, true);
    const list = screen.getByRole("list", { name: text.list });
    await waitFor(() => expect(list.querySelector("img")).toHaveAttribute("src", pixel));
    expect(within(list).getByText("waiver.pdf")).toBeInTheDocument();
    expect(within(list).getAllByText("1.2 MB")).toHaveLength(2);
    expect(calls.map((call) => call.input)).toEqual([{ attachment_id: photo.attachment_id }]);
    expect(within(list).queryByRole("button", { name: text.remove("site.jpg") })).not.toBeInTheDocument();
    await expectNoFindings();
  });

  it("asks for no picture before it comes into view", () => {
    vi.stubGlobal(
      "IntersectionObserver",
      class extends EverythingIsSeen {
        override observe() {}
      },
    );
    start(<AttachmentGallery attachments={[photo]} />, answers, true);
    expect(calls).toEqual([]);
  });

  it("says that there is none", () => {
    start(<AttachmentGallery attachments={[]} />, answers, true);
    expect(screen.getByText(text.none)).toBeInTheDocument();
  });

  it("takes one out of a selection", async () => {
    const remove = vi.fn<(attachment: Attachment) => void>();
    start(<AttachmentGallery attachments={[photo, waiver]} onRemove={remove} />, answers, true);
    await userEvent.click(screen.getByRole("button", { name: text.remove("waiver.pdf") }));
    expect(remove).toHaveBeenCalledExactlyOnceWith(waiver);
  });

  it("opens one larger by keyboard, saves a copy, and gives the focus back", async () => {
    const choose = vi.spyOn(platform, "chooseNewFile").mockResolvedValue("/home/ada/site.jpg");
    start(<AttachmentGallery attachments={[photo]} />, answers, true);
    const open = screen.getByRole("button", { name: "Open site.jpg 1.2 MB" });
    open.focus();
    await userEvent.keyboard("{Enter}");
    const dialog = await screen.findByRole("dialog", { name: "site.jpg" });
    expect(await within(dialog).findByRole("img", { name: text.picture("site.jpg") })).toHaveAttribute(
      "src",
      pixel,
    );
    await expectNoFindings();
    await userEvent.click(within(dialog).getByRole("button", { name: text.save }));
    expect(await within(dialog).findByRole("status")).toHaveTextContent(text.saved("/home/ada/site.jpg"));
    expect(choose).toHaveBeenCalledExactlyOnceWith("site.jpg");
    expect(calls.map((call) => call.input)).toContainEqual({
      attachment_id: photo.attachment_id,
      save_to: "/home/ada/site.jpg",
    });
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(open).toHaveFocus());
  });

  it("says what kept a copy from being saved", async () => {
    const message = "save_to must be a file that is not there yet";
    start(
      <AttachmentGallery attachments={[waiver]} />,
      {
        "attachment.get": (input, commandId) =>
          "save_to" in (input as object)
            ? Promise.reject({ ...wrong("invalid_input", message), field: "save_to" })
            : (answers["attachment.get"]?.(input, commandId) ?? Promise.reject(new Error("no answer"))),
      },
      false,
    );
    await userEvent.click(screen.getByRole("button", { name: "Open waiver.pdf 1.2 MB" }));
    const dialog = await screen.findByRole("dialog", { name: "waiver.pdf" });
    expect(await within(dialog).findByText(text.noPicture)).toBeInTheDocument();
    await userEvent.type(within(dialog).getByRole("textbox", { name: text.saveTo }), "/taken.pdf");
    await userEvent.click(within(dialog).getByRole("button", { name: text.saveHere }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent(
      "File must be a file that is not there yet",
    );
  });
});
