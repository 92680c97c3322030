import { QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { platform } from "../platform";
import { queryClient } from "./queries";
import { type Unanswered, useWrite } from "./write";

const busy = { code: "book_busy", message: "busy", field: null, params: {}, retryable: true };
const refused = { code: "invalid_input", message: "no", field: "name", params: {}, retryable: false };
const ada = { kind: "borrower", name: "Ada" } as const;

function wrapper({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>;
}

let call: MockInstance<typeof platform.call>;

function commandIds() {
  return call.mock.calls.filter(([name]) => name === "person.create").map(([, , commandId]) => commandId);
}

beforeEach(() => {
  call = vi.spyOn(platform, "call");
  queryClient.clear();
});

async function sendTwice(first: unknown, second: { kind: "borrower"; name: string }) {
  call.mockRejectedValueOnce(first).mockResolvedValueOnce({ name: "Ada" });
  const { result } = renderHook(() => useWrite("person.create"), { wrapper });
  act(() => result.current.mutate(ada));
  await waitFor(() => expect(result.current.isError).toBe(true));
  act(() => result.current.mutate(second));
  await waitFor(() => expect(result.current.isSuccess).toBe(true));
}

describe("useWrite", () => {
  it("sends the same action again under its id, so that it has one effect", async () => {
    await sendTwice(busy, ada);
    const [first, second] = commandIds();
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).toBe(first);
  });

  it("keeps the id when the answer was lost on the way", async () => {
    await sendTwice(new TypeError("Failed to fetch"), ada);
    const [first, second] = commandIds();
    expect(second).toBe(first);
  });

  it.each(["book_unreachable", "storage", "internal"] as const)(
    "keeps the id after %s, since the action may have been carried out",
    async (code) => {
      await sendTwice({ ...refused, code, field: null, retryable: code === "book_unreachable" }, ada);
      const [first, second] = commandIds();
      expect(second).toBe(first);
    },
  );

  it("names another action by another id", async () => {
    await sendTwice(busy, { ...ada, name: "Grace" });
    const [first, second] = commandIds();
    expect(second).not.toBe(first);
  });

  it("takes an answer for the end of the action, also a refusal", async () => {
    await sendTwice(refused, ada);
    const [first, second] = commandIds();
    expect(second).not.toBe(first);
  });

  it("takes a success for the end of the action", async () => {
    call.mockResolvedValue({ name: "Ada" });
    const { result } = renderHook(() => useWrite("person.create"), { wrapper });
    await act(() => result.current.mutateAsync(ada));
    await act(() => result.current.mutateAsync(ada));
    const [first, second] = commandIds();
    expect(second).not.toBe(first);
  });

  it("still knows the first action after another one in between", async () => {
    call.mockRejectedValueOnce(busy).mockResolvedValue({ name: "Grace" });
    const { result } = renderHook(() => useWrite("person.create"), { wrapper });
    await act(() => result.current.mutateAsync(ada).catch(() => undefined));
    await act(() => result.current.mutateAsync({ ...ada, name: "Grace" }));
    await act(() => result.current.mutateAsync(ada));
    const [first, between, again] = commandIds();
    expect(between).not.toBe(first);
    expect(again).toBe(first);
  });

  it("still knows the action in a form that was left and opened again, where its caller keeps it", async () => {
    const unanswered: Unanswered = new Map();
    call.mockRejectedValueOnce(busy).mockResolvedValue({ name: "Ada" });
    const open = () => renderHook(() => useWrite("person.create", { unanswered }), { wrapper });
    const left = open();
    await act(() => left.result.current.mutateAsync(ada).catch(() => undefined));
    left.unmount();
    const { result } = open();
    await act(() => result.current.mutateAsync(ada));
    const [first, second] = commandIds();
    expect(second).toBe(first);
    expect(unanswered.size).toBe(0);
  });
});
