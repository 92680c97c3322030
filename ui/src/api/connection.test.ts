import { beforeEach, describe, expect, it, vi } from "vitest";
import { platform } from "../platform";
import { invoke } from "./client";
import { forgetConnection, isOffline, onConnectionChange, setOffline } from "./connection";

const unreachable = { code: "book_unreachable", message: "x", field: null, params: {}, retryable: true };
const refused = { ...unreachable, code: "not_found", retryable: false };

const list = () => invoke("person.list", {});

beforeEach(() => forgetConnection());

describe("the connection", () => {
  it("is lost with a command that the server does not answer, and back with one that it does", async () => {
    const call = vi.spyOn(platform, "call");
    const heard = vi.fn<() => void>();
    const stop = onConnectionChange(heard);
    call.mockRejectedValueOnce(unreachable);
    await expect(list()).rejects.toMatchObject({ code: "book_unreachable" });
    expect(isOffline()).toBe(true);
    call.mockResolvedValueOnce({ people: [] });
    await list();
    expect(isOffline()).toBe(false);
    expect(heard).toHaveBeenCalledTimes(2);
    stop();
  });

  it("is not lost with another failure", async () => {
    vi.spyOn(platform, "call").mockRejectedValueOnce(refused);
    await expect(list()).rejects.toMatchObject({ code: "not_found" });
    expect(isOffline()).toBe(false);
  });

  it("is not back with a command that asks no server", async () => {
    setOffline(true);
    vi.spyOn(platform, "call").mockResolvedValueOnce({ currencies: [] });
    await invoke("currency.list", {});
    expect(isOffline()).toBe(true);
  });

  it("is not judged by an answer to what was asked before it was lost", async () => {
    vi.spyOn(platform, "call").mockImplementationOnce(() => {
      setOffline(true);
      return Promise.resolve({ people: [] });
    });
    await list();
    expect(isOffline()).toBe(true);
  });

  it("of one book is not judged by the commands of the one before", async () => {
    vi.spyOn(platform, "call").mockImplementationOnce(() => {
      forgetConnection();
      return Promise.reject(unreachable);
    });
    await expect(list()).rejects.toMatchObject({ code: "book_unreachable" });
    expect(isOffline()).toBe(false);
  });
});
