import { act, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { forgetConnection, setOffline } from "../api/connection";
import { queryClient } from "../api/queries";
import { messages } from "../messages";
import { platform } from "../platform";
import type { BookNotice } from "../platform/platform";
import { renderInTheme } from "../test/render";
import { useBookNotices } from "./book-notices";
import { OfflineBanner } from "./shell/OfflineBanner";

function Window() {
  useBookNotices();
  return <OfflineBanner />;
}

let tell: (kind: BookNotice["kind"]) => void;
let invalidate: MockInstance<typeof queryClient.invalidateQueries>;
const stop = vi.fn<() => void>();

beforeEach(() => {
  vi.useFakeTimers();
  forgetConnection();
  stop.mockReset();
  invalidate = vi.spyOn(queryClient, "invalidateQueries").mockResolvedValue();
  vi.spyOn(platform, "onBookNotice").mockImplementation((listener) => {
    tell = (kind) => act(() => listener({ kind }));
    return Promise.resolve(stop);
  });
});
afterEach(() => vi.useRealTimers());

const banner = () => screen.queryByText(messages.offline);

describe("what others do to the book", () => {
  it("is read at once, and a flood of it no more often than every 150 ms", () => {
    renderInTheme(<Window />);
    tell("changed");
    expect(invalidate).toHaveBeenCalledTimes(1);
    for (let count = 0; count < 100; count += 1) tell("changed");
    vi.advanceTimersByTime(149);
    expect(invalidate).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(invalidate).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(1_000);
    expect(invalidate).toHaveBeenCalledTimes(2);
    tell("changed");
    expect(invalidate).toHaveBeenCalledTimes(3);
  });

  it("is not listened to any more when the window's book is closed", async () => {
    const { unmount } = renderInTheme(<Window />);
    tell("changed");
    tell("changed");
    unmount();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(stop).toHaveBeenCalledTimes(1);
    expect(invalidate).toHaveBeenCalledTimes(1);
  });
});

describe("a server out of reach", () => {
  it("is told until it answers, and then everything is read again", () => {
    renderInTheme(<Window />);
    expect(screen.getByRole("status")).toBeEmptyDOMElement();
    tell("offline");
    expect(screen.getByRole("status")).toHaveTextContent(messages.offline);
    vi.advanceTimersByTime(60_000);
    expect(banner()).toBeVisible();
    expect(invalidate).not.toHaveBeenCalled();
    tell("online");
    expect(banner()).not.toBeInTheDocument();
    expect(invalidate).toHaveBeenCalledTimes(1);
  });

  it("is told of a command that found it so, and everything is read again when one gets through", () => {
    renderInTheme(<Window />);
    act(() => setOffline(true));
    expect(banner()).toBeVisible();
    act(() => setOffline(false));
    expect(banner()).not.toBeInTheDocument();
    expect(invalidate).toHaveBeenCalledTimes(1);
  });

  it("that is back without having been missed still means reading again", () => {
    renderInTheme(<Window />);
    tell("online");
    expect(invalidate).toHaveBeenCalledTimes(1);
  });
});
