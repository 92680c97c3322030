import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { Suspense, lazy, use, useState } from "react";
import { forgetConnection } from "../api/connection";
import { query, queryClient } from "../api/queries";
import type { Book } from "../bindings/Book";
import { FirstRun } from "../screens/first-run/FirstRun";
import { Crash } from "./Crash";
import type { Boot } from "./boot";
import { Notices } from "./Notices";
import { theme } from "./theme";

const Workspace = lazy(() => import("./Workspace"));

function Opened({ boot }: { boot: Promise<Boot> }) {
  const started = use(boot);
  const [book, setBook] = useState(started.book);

  const open = (opened: Book) => {
    queryClient.clear();
    forgetConnection();
    queryClient.setQueryData(query("book.get", {}).queryKey, opened);
    setBook(opened);
  };
  const close = () => {
    queryClient.clear();
    forgetConnection();
    window.location.hash = "";
    setBook(null);
  };

  if (!book) return <FirstRun startAddress={started.address} startError={started.error} onOpened={open} />;
  return <Workspace key={book.organization_id} book={book} onClosed={close} />;
}

/** Everything in the window: the first run until a book is open, then the workspace. */
export function App({ boot }: { boot: Promise<Boot> }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" classNamesPrefix="m">
      <QueryClientProvider client={queryClient}>
        <Crash>
          <Suspense fallback={null}>
            <Opened boot={boot} />
          </Suspense>
        </Crash>
        <Notices />
      </QueryClientProvider>
    </MantineProvider>
  );
}
