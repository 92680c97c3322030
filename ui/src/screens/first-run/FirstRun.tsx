import { useQuery } from "@tanstack/react-query";
import { Suspense, lazy, useState } from "react";
import type { CallError } from "../../api/errors";
import { query } from "../../api/queries";
import { useWrite } from "../../api/write";
import type { Book } from "../../bindings/Book";
import { ErrorNote } from "../../components/ErrorNote";
import { BriefcaseIcon, FileIcon, FolderIcon, PlusIcon } from "../../components/icons";
import { formatMoment } from "../../format/date";
import { shownAddress } from "../../format/shared-address";
import { messages } from "../../messages";
import classes from "./FirstRun.module.css";

const CreateBookForm = lazy(() => import("./CreateBookForm"));
const ImportEventsForm = lazy(() => import("./ImportEventsForm"));
const OpenBookForm = lazy(() => import("./OpenBookForm"));

const text = messages.firstRun;

type Step =
  | { name: "choose" }
  | { name: "create" }
  | { name: "import events" }
  | { name: "open"; address: string; error: CallError | null };

type Props = { startAddress: string | null; startError: CallError | null; onOpened: (book: Book) => void };

/** Before a book is open: create one, open one, or look around in a sample. */
export function FirstRun({ startAddress, startError, onOpened }: Props) {
  const [step, setStep] = useState<Step>(() =>
    startAddress !== null && startError
      ? { name: "open", address: startAddress, error: startError }
      : { name: "choose" },
  );
  const recent = useQuery(query("book.recent", {}));
  const sample = useWrite("book.sample", { onSuccess: onOpened });
  const open = useWrite("book.open", { onSuccess: onOpened });

  const openRecent = (address: string) =>
    open.mutate(
      { address, passphrase: null },
      { onError: (error) => setStep({ name: "open", address, error }) },
    );
  const back = () => setStep({ name: "choose" });

  return (
    <main className={classes.page}>
      <div className={classes.sheet}>
        <header className={classes.header}>
          <h1>{text.title}</h1>
          <p>{text.lead}</p>
        </header>
        <Suspense fallback={null}>
          {step.name === "create" ? (
            <CreateBookForm folder={recent.data?.suggested_folder ?? ""} onCreated={onOpened} onBack={back} />
          ) : step.name === "import events" ? (
            <ImportEventsForm
              folder={recent.data?.suggested_folder ?? ""}
              onOpened={onOpened}
              onBack={back}
            />
          ) : step.name === "open" ? (
            <OpenBookForm
              startAddress={step.address}
              startError={step.error}
              onOpened={onOpened}
              onBack={back}
            />
          ) : (
            <>
              <nav className={classes.choices} aria-label={text.choices}>
                <Choice
                  icon={<PlusIcon />}
                  title={text.create}
                  hint={text.createHint}
                  onClick={() => setStep({ name: "create" })}
                />
                <Choice
                  icon={<FolderIcon />}
                  title={text.open}
                  hint={text.openHint}
                  onClick={() => setStep({ name: "open", address: "", error: null })}
                />
                <Choice
                  icon={<FileIcon />}
                  title={text.importEvents}
                  hint={text.importEventsHint}
                  onClick={() => setStep({ name: "import events" })}
                />
                <Choice
                  icon={<BriefcaseIcon />}
                  title={text.sample}
                  hint={sample.isPending ? text.sampleBusy : text.sampleHint}
                  busy={sample.isPending}
                  onClick={() => sample.mutate({ address: null })}
                />
              </nav>
              {sample.error ? (
                <ErrorNote error={sample.error} onRetry={() => sample.mutate({ address: null })} />
              ) : null}
              {startError && startAddress === null ? <ErrorNote error={startError} /> : null}
              <RecentBooks books={recent.data?.books ?? []} onOpen={openRecent} />
            </>
          )}
        </Suspense>
      </div>
    </main>
  );
}

type ChoiceProps = {
  icon: React.ReactNode;
  title: string;
  hint: string;
  busy?: boolean;
  onClick: () => void;
};

function Choice({ icon, title, hint, busy = false, onClick }: ChoiceProps) {
  return (
    <button type="button" className={classes.choice} onClick={onClick} disabled={busy} aria-label={title}>
      <span className={classes.choiceIcon}>{icon}</span>
      <span className={classes.choiceText}>
        <span className={classes.choiceTitle}>{title}</span>
        <span className={classes.hint}>{hint}</span>
      </span>
    </button>
  );
}

type RecentProps = {
  books: ReadonlyArray<{ address: string; organization: string; opened_at: string }>;
  onOpen: (address: string) => void;
};

function RecentBooks({ books, onOpen }: RecentProps) {
  if (books.length === 0) return null;
  return (
    <section>
      <h2 className={classes.subtitle}>{text.recent}</h2>
      <ul className={classes.recent}>
        {books.map((book) => (
          <li key={book.address}>
            <button type="button" className={classes.recentBook} onClick={() => onOpen(book.address)}>
              <span className={classes.choiceTitle}>{book.organization}</span>
              <span className={classes.hint}>{text.openedAt(formatMoment(book.opened_at))}</span>
              <span className={classes.address}>{shownAddress(book.address)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
