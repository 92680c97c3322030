import { RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import type { Book } from "../bindings/Book";
import { WorkspaceContext } from "./book-context";
import { useBookNotices } from "./book-notices";
import { createWorkspaceRouter } from "./router";

/** The window with a book open. */
export default function Workspace({ book, onClosed }: { book: Book; onClosed: () => void }) {
  const [router] = useState(createWorkspaceRouter);
  useBookNotices();
  return (
    <WorkspaceContext value={{ opened: book, onClosed }}>
      <RouterProvider router={router} />
    </WorkspaceContext>
  );
}
