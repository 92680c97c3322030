import { useQuery } from "@tanstack/react-query";
import { createContext, use } from "react";
import { query } from "../api/queries";
import { useWrite } from "../api/write";
import type { Book } from "../bindings/Book";

type Workspace = { opened: Book; onClosed: () => void };

export const WorkspaceContext = createContext<Workspace | null>(null);

function useWorkspace(): Workspace {
  const workspace = use(WorkspaceContext);
  if (!workspace) throw new Error("used outside of a workspace");
  return workspace;
}

/** The open book, as of the last read. */
export function useBook(): Book {
  const { opened } = useWorkspace();
  return useQuery(query("book.get", {})).data ?? opened;
}

/** Closes the book and shows the first run again. */
export function useCloseBook(): () => void {
  const { onClosed } = useWorkspace();
  const close = useWrite("book.close", { onSuccess: onClosed });
  return () => close.mutate({});
}
