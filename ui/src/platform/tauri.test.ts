import { describe, expect, it, vi } from "vitest";
import { host } from "./host";
import { tauri } from "./tauri";

const shell = vi.hoisted(() => ({
  stop: vi.fn<() => void>(),
  listen: vi.fn<(name: string, listener: (event: { payload: unknown }) => void) => Promise<() => void>>(),
}));
vi.mock("@tauri-apps/api/event", () => ({ listen: shell.listen }));

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
