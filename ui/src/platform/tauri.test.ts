import { describe, expect, it, vi } from "vitest";
import { host } from "./host";
import { tauri } from "./tauri";

const shell = vi.hoisted(() => ({
  stop: vi.fn<() => void>(),
  listen: vi.fn<(name: string, listener: (event: { payload: unknown }) => void) => Promise<() => void>>(),
}));
vi.mock("@tauri-apps/api/event", () => ({
  listen: shell.listen,
  TauriEvent: {
    DRAG_ENTER: "tauri://drag-enter",
    DRAG_LEAVE: "tauri://drag-leave",
    DRAG_DROP: "tauri://drag-drop",
  },
}));

describe("notices about the book", () => {
  it("come from the shell by the name that it gives them", async () => {
    shell.listen.mockImplementation((name, listener) => {
      if (name === "book") listener({ payload: { kind: "offline" } });
      return Promise.resolve(shell.stop);
    });
    const heard = vi.fn<(notice: unknown) => void>();
    const stop = await tauri.onBookNotice(heard);
    expect(heard).toHaveBeenCalledWith({ kind: "offline" });
    stop();
    expect(shell.stop).toHaveBeenCalled();
  });

  it("never come from the development host", async () => {
    const heard = vi.fn<(notice: unknown) => void>();
    const stop = await host.onBookNotice(heard);
    stop();
    expect(heard).not.toHaveBeenCalled();
  });
});

describe("files that are dragged over the window", () => {
  it("are told with their paths when they are dropped", async () => {
    const listeners = new Map<string, (event: { payload: unknown }) => void>();
    shell.stop.mockClear();
    shell.listen.mockImplementation((name, listener) => {
      listeners.set(name, listener);
      return Promise.resolve(shell.stop);
    });
    const heard = vi.fn<(drag: unknown) => void>();
    const stop = await tauri.onFileDrag(heard);
    listeners.get("tauri://drag-enter")?.({ payload: { paths: ["/photos/a.jpg"] } });
    listeners.get("tauri://drag-leave")?.({ payload: null });
    listeners.get("tauri://drag-drop")?.({ payload: { paths: ["/photos/a.jpg", "/photos/b.jpg"] } });
    expect(heard.mock.calls.map(([drag]) => drag)).toEqual([
      { kind: "over" },
      { kind: "left" },
      { kind: "dropped", paths: ["/photos/a.jpg", "/photos/b.jpg"] },
    ]);
    stop();
    expect(shell.stop).toHaveBeenCalledTimes(3);
  });
});
