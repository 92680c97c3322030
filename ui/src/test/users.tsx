import { QueryClientProvider } from "@tanstack/react-query";
import {
  type AnyRoute,
  Outlet,
  RouterProvider,
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
} from "@tanstack/react-router";
import type { ReactElement } from "react";
import { vi } from "vitest";
import { queryClient } from "../api/queries";
import { WorkspaceContext } from "../app/book-context";
import type { Book } from "../bindings/Book";
import type { User } from "../bindings/User";
import type { UserRole } from "../bindings/UserRole";
import { platform } from "../platform";
import { book } from "./book";
import { renderInTheme } from "./render";

const user = (name: string, role: UserRole, isActive = true): User => ({
  user_id: name.toLowerCase(),
  name,
  role,
  is_active: isActive,
  added_at: "2026-11-23T10:00:00Z",
});

export const users: readonly User[] = [
  user("Ada", "owner"),
  user("Grace", "approver"),
  user("Ines", "auditor"),
  user("Otto", "officer", false),
];

/** The book with another of its users signed in. */
export const bookOf = (name: string, role: UserRole): Book => ({ ...book, user: name, role });

type Answers = Record<string, (input: unknown) => Promise<unknown>>;

/** A part of the window over a program that answers as told; what it was asked is noted in turn. */
export function startWithUsers(element: ReactElement, opened: Book, answers: Answers = {}) {
  return start(createRootRoute({ component: () => element }), "/", opened, answers);
}

/** The same of screens that know their address: each by its path. */
export function startScreens(
  screens: Record<string, () => ReactElement>,
  path: string,
  opened: Book,
  answers: Answers = {},
) {
  const root = createRootRoute({ component: Outlet });
  const routes = Object.entries(screens).map(([at, component]) =>
    createRoute({ getParentRoute: () => root, path: at, component }),
  );
  return start(root.addChildren(routes), path, opened, answers);
}

function start(routeTree: AnyRoute, path: string, opened: Book, answers: Answers) {
  const asked: Array<[string, unknown]> = [];
  const usual: Answers = {
    "book.get": () => Promise.resolve(opened),
    "user.list": () => Promise.resolve({ users }),
    ...answers,
  };
  queryClient.clear();
  // The router scrolls to the top of what it shows, which jsdom cannot.
  vi.spyOn(window, "scrollTo").mockImplementation(() => undefined);
  vi.spyOn(platform, "call").mockImplementation((name, input) => {
    asked.push([name, input]);
    return usual[name]?.(input) ?? Promise.reject(new Error(`${name} was not expected`));
  });
  const router = createRouter({
    routeTree,
    history: createMemoryHistory({ initialEntries: [path] }),
  });
  renderInTheme(
    <QueryClientProvider client={queryClient}>
      <WorkspaceContext value={{ opened, onClosed: () => undefined }}>
        <RouterProvider router={router as never} />
      </WorkspaceContext>
    </QueryClientProvider>,
  );
  return {
    inputsOf: (name: string) => asked.filter(([each]) => each === name).map(([, input]) => input),
    place: () => router.state.location.href,
  };
}
