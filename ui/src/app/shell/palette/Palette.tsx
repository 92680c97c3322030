import "@mantine/spotlight/styles.layer.css";
import { Modal } from "@mantine/core";
import { Spotlight, createSpotlight } from "@mantine/spotlight";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useState } from "react";
import type { CommandName } from "../../../api/client";
import { permissionOf } from "../../permission";
import type { DrawSummary } from "../../../bindings/DrawSummary";
import { query } from "../../../api/queries";
import { useWrite } from "../../../api/write";
import type { SearchHit } from "../../../bindings/SearchHit";
import type { SearchKind } from "../../../bindings/SearchKind";
import type { TextPart } from "../../../bindings/TextPart";
import type { LoanSummary } from "../../../bindings/LoanSummary";
import { searchFor } from "../../../components/grid/search";
import { SearchIcon } from "../../../components/icons";
import { notify, notifyError } from "../../../components/notify";
import { formatAmount } from "../../../format/amount";
import { messages } from "../../../messages";
import { complianceViews } from "../../../screens/compliance/views";
import { usePortfolioReport } from "../../../screens/document/use-portfolio-report";
import { useBook, useCloseBook } from "../../book-context";
import { places } from "../Rail";
import classes from "./Palette.module.css";

const text = messages.palette;
const [store, palette] = createSpotlight();

const drawViews = [
  { id: "decide", label: text.drawsToDecide },
  { id: "pay", label: text.drawsToPay },
  { id: "inspections", label: text.inspectionsToDo },
] as const;

type Entry = {
  id: string;
  label: string;
  /** The label with what was found marked. */
  marked?: readonly TextPart[];
  description?: string;
  /** What it leads to, where not everyone may do that. */
  command?: CommandName;
  disabled?: boolean;
  run: () => void;
};

function useCommands(): Entry[] {
  const navigate = useNavigate();
  const closeBook = useCloseBook();
  const { role } = useBook();
  const portfolio = usePortfolioReport();
  // Shows what is past due already, and says what the run has added to it.
  const runDay = useWrite("servicing.run_day", {
    onSuccess: (report) => {
      notify(text.dayRun(report.late_instalments, formatAmount(report.fees_total)));
      void navigate({ to: "/payments", search: { view: "late" } });
    },
  });
  const entries: Entry[] = [
    {
      id: "new-loan",
      label: text.newLoan,
      command: "loan.create",
      run: () => void navigate({ to: "/loans/new" }),
    },
    {
      id: "new-contact",
      label: text.newContact,
      command: "person.create",
      run: () => void navigate({ to: "/contacts", search: { create: true } }),
    },
    {
      id: "new-fund",
      label: text.newFund,
      command: "fund.create",
      run: () => void navigate({ to: "/funds", search: { create: true } }),
    },
    {
      id: "record-payment",
      label: text.recordPayment,
      command: "payment.record",
      run: () => void navigate({ to: "/payments", search: { record: true } }),
    },
    {
      id: "import",
      label: text.importFile,
      command: "import.run",
      run: () => void navigate({ to: "/import" }),
    },
    {
      id: "portfolio-report",
      label: text.portfolioReport,
      command: "document.generate",
      run: portfolio.start,
    },
    { id: "documents", label: text.documents, run: () => void navigate({ to: "/documents" }) },
    { id: "stationery", label: text.stationery, run: () => void navigate({ to: "/settings/documents" }) },
    ...places.map((place) => ({
      id: place.to,
      label: text.goTo(place.name),
      run: () => void navigate({ to: place.to }),
    })),
    {
      id: "new-property",
      label: messages.properties.add,
      command: "property.add",
      run: () => void navigate({ to: "/contacts/properties", search: { create: true } }),
    },
    {
      id: "properties",
      label: text.goTo(messages.properties.title),
      run: () => void navigate({ to: "/contacts/properties" }),
    },
    ...complianceViews.map((view) => ({
      id: `compliance ${view}`,
      label: text.goTo(`${messages.compliance.title}: ${messages.compliance.views[view]}`),
      run: () => void navigate({ to: "/compliance", search: { view } }),
    })),
    ...drawViews.map(({ id, label }) => ({
      id: `draws ${id}`,
      label,
      run: () => void navigate({ to: "/draws", search: { view: id } }),
    })),
    {
      id: "failed",
      label: messages.events.failedOnly,
      run: () => void navigate({ to: "/events", search: { failed: true } }),
    },
    { id: "verify", label: text.verify, run: () => void navigate({ to: "/settings/integrity" }) },
    {
      id: "run-day",
      label: text.runDay,
      command: "servicing.run_day",
      run: () => runDay.mutate({}, { onError: notifyError }),
    },
    { id: "close", label: text.closeBook, run: closeBook },
  ];
  return entries.map((entry) => {
    const { reason } = entry.command ? permissionOf(role, entry.command) : { reason: null };
    return reason === null ? entry : { ...entry, description: reason, disabled: true };
  });
}

type Found = {
  loans: Entry[];
  draws: Entry[];
  funds: Entry[];
  contacts: Entry[];
  others: ReadonlyArray<{ kind: SearchKind; entries: Entry[] }>;
  settled: boolean;
};

/** Draws shown for a search, at most. */
const MOST_DRAWS = 8;

/** The draws whose number was typed come before those in whose loan or name it is found. */
function byNumberFirst(draws: readonly DrawSummary[], search: string): readonly DrawSummary[] {
  const words = search.split(/\s+/);
  const isNamed = (draw: DrawSummary) => words.includes(String(draw.number));
  return [...draws.filter(isNamed), ...draws.filter((draw) => !isNamed(draw))];
}

/** Draws by their number, loan, borrower or contractor, and a new one of a construction loan that was found. */
function useFoundDraws(search: string, loans: readonly LoanSummary[]): Entry[] {
  const navigate = useNavigate();
  const { role } = useBook();
  const answer = useQuery({ ...query("draw.list", { limit: 10_000 }), enabled: search !== "" });
  const found = searchFor(search);
  const draws = (answer.data?.draws ?? []).filter((draw) =>
    found(
      `${messages.draws.heading(draw.number, draw.loan_number, draw.borrower_name)} ${draw.contractor ?? ""}`,
    ),
  );
  const { reason } = permissionOf(role, "draw.draft");
  const ofLoans = loans.filter((loan) => loan.is_construction);
  return [
    ...byNumberFirst(draws, search)
      .slice(0, MOST_DRAWS)
      .map((draw) => ({
        id: draw.draw_id,
        label: messages.draws.heading(draw.number, draw.loan_number, draw.borrower_name),
        description: `${messages.draws.statuses[draw.status]} · ${formatAmount(draw.requested)}`,
        run: () => void navigate({ to: "/draws/$drawId", params: { drawId: draw.draw_id } }),
      })),
    ...ofLoans.map((loan) => ({
      id: `new draw ${loan.loan_id}`,
      label: text.newDraw(messages.loan.heading(loan.number, loan.borrower_name)),
      ...(reason === null ? {} : { description: reason, disabled: true }),
      run: () => void navigate({ to: "/loans/$loanId/draw", params: { loanId: loan.loan_id } }),
    })),
  ];
}

/** Funds by name. */
function useFoundFunds(search: string): Entry[] {
  const navigate = useNavigate();
  const answer = useQuery({ ...query("fund.list", {}), enabled: search !== "" });
  const found = searchFor(search);
  return (answer.data?.funds ?? [])
    .filter((fund) => found(fund.name))
    .map((fund) => ({
      id: fund.fund_id,
      label: fund.name,
      description: `${messages.funds.figures.available} ${formatAmount(fund.available)}`,
      run: () => void navigate({ to: "/funds/$fundId", params: { fundId: fund.fund_id } }),
    }));
}

/** Of these there are lists, whose entries say more. */
const listedKinds: ReadonlySet<SearchKind> = new Set(["loan", "draw", "fund", "contact"]);
const kinds = Object.keys(text.found) as SearchKind[];
const textOf = (parts: readonly TextPart[]) => parts.map((part) => part.text).join("");

/** What the search finds beside the lists: by every word, in any part of it. */
function useHits(search: string) {
  const navigate = useNavigate();
  const answer = useQuery({
    ...query("search", { query: search, limit: 40 }),
    enabled: search !== "",
    placeholderData: keepPreviousData,
  });
  const open = (hit: SearchHit) => {
    if (hit.kind === "draw") void navigate({ to: "/draws/$drawId", params: { drawId: hit.id } });
    else if (hit.kind === "fund") void navigate({ to: "/funds/$fundId", params: { fundId: hit.id } });
    else if (hit.kind === "document") {
      void navigate({ to: "/documents/$documentId", params: { documentId: hit.id } });
    } else if (hit.kind === "filing") void navigate({ to: "/compliance", search: { view: "filings" } });
    else if (hit.kind === "licence") void navigate({ to: "/compliance", search: { view: "licences" } });
    else if (hit.kind === "property") {
      void navigate({ to: "/contacts/properties/$propertyId", params: { propertyId: hit.id } });
    } else if (hit.loan_id !== null) {
      void navigate({ to: placeOf[hit.kind] ?? "/loans/$loanId", params: { loanId: hit.loan_id } });
    } else if (hit.person_id !== null) {
      void navigate({ to: "/contacts/$personId", params: { personId: hit.person_id } });
    }
  };
  const entry = (hit: SearchHit): Entry => ({
    id: hit.id,
    label: textOf(hit.title),
    marked: hit.title,
    description: [
      hit.kind !== "loan" && hit.loan_number !== null && hit.borrower_name !== null
        ? messages.loan.heading(hit.loan_number, hit.borrower_name)
        : "",
      textOf(hit.snippet),
    ]
      .filter((part) => part !== "")
      .join(" · "),
    run: () => open(hit),
  });
  const hits = search === "" ? [] : (answer.data?.hits ?? []);
  return {
    settled: !answer.isPlaceholderData,
    of: (kind: SearchKind) => hits.filter((hit) => hit.kind === kind).map(entry),
  };
}

/** The tab of a loan on which something of a kind is shown. */
const placeOf: Partial<
  Record<
    SearchKind,
    | "/loans/$loanId/payments"
    | "/loans/$loanId/parties"
    | "/loans/$loanId/collateral"
    | "/loans/$loanId/notes"
  >
> = {
  payment: "/loans/$loanId/payments",
  party: "/loans/$loanId/parties",
  collateral: "/loans/$loanId/collateral",
  note: "/loans/$loanId/notes",
};

/** Those that a list has, and then those that only the search finds. */
function together(listed: Entry[], hits: readonly Entry[]): Entry[] {
  const known = new Set(listed.map((entry) => entry.id));
  return [...listed, ...hits.filter((hit) => !known.has(hit.id))];
}

/** Loans and contacts by name or number, as the book finds them, and anything else by its words. */
function useFound(search: string): Found {
  const navigate = useNavigate();
  const enabled = search !== "";
  const loans = useQuery({
    ...query("loan.list", { search, limit: 8 }),
    enabled,
    placeholderData: keepPreviousData,
  });
  const people = useQuery({
    ...query("person.list", { search }),
    enabled,
    placeholderData: keepPreviousData,
  });
  const draws = useFoundDraws(search, loans.data?.loans ?? []);
  const funds = useFoundFunds(search);
  const hits = useHits(search);
  if (!enabled) return { loans: [], draws: [], funds: [], contacts: [], others: [], settled: true };
  const listed = {
    loans: (loans.data?.loans ?? []).map((loan) => ({
      id: loan.loan_id,
      label: messages.loan.heading(loan.number, loan.borrower_name),
      description: `${messages.statuses[loan.status]} · ${formatAmount(loan.principal)}`,
      run: () => void navigate({ to: "/loans/$loanId", params: { loanId: loan.loan_id } }),
    })),
    contacts: (people.data?.people ?? []).slice(0, 5).map((person) => ({
      id: person.person_id,
      label: person.name,
      description: messages.contacts.kinds[person.kind],
      run: () => void navigate({ to: "/contacts/$personId", params: { personId: person.person_id } }),
    })),
  };
  const others = kinds.filter((kind) => !listedKinds.has(kind));
  return {
    settled: !loans.isPlaceholderData && !people.isPlaceholderData && hits.settled,
    loans: together(listed.loans, hits.of("loan")),
    draws: together(draws, hits.of("draw")),
    funds: together(funds, hits.of("fund")),
    contacts: together(listed.contacts, hits.of("contact")),
    others: others.map((kind) => ({ kind, entries: hits.of(kind) })),
  };
}

/** Where each part begins in the text that they make. */
function withStarts(parts: readonly TextPart[]) {
  let start = 0;
  return parts.map((part) => {
    const begun = { part, start };
    start += part.text.length;
    return begun;
  });
}

/** A find with the words marked for which it was found. */
function Marked({ entry, parts }: { entry: Entry; parts: readonly TextPart[] }) {
  return (
    <div>
      <div>
        {withStarts(parts).map(({ part, start }) =>
          part.is_match ? <strong key={start}>{part.text}</strong> : <span key={start}>{part.text}</span>,
        )}
      </div>
      {entry.description ? <div className={classes.description}>{entry.description}</div> : null}
    </div>
  );
}

function Group({ label, entries }: { label: string; entries: readonly Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <Spotlight.ActionsGroup label={label}>
      {entries.map((entry) => (
        <Spotlight.Action
          key={entry.id}
          label={entry.label}
          description={entry.description}
          disabled={entry.disabled}
          onClick={entry.run}
        >
          {entry.marked ? <Marked entry={entry} parts={entry.marked} /> : undefined}
        </Spotlight.Action>
      ))}
    </Spotlight.ActionsGroup>
  );
}

/** Enter without a choice takes the first entry. */
function runFirst(event: KeyboardEvent<HTMLInputElement>): void {
  const dialog = event.currentTarget.closest('[role="dialog"]');
  if (event.key !== "Enter" || dialog?.querySelector("[data-selected]")) return;
  dialog?.querySelector<HTMLElement>("[data-action]:not(:disabled)")?.click();
}

/** Goes to any loan or contact and runs any command, from the keyboard. */
export default function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [search, setSearch] = useState("");
  const wanted = search.trim();
  const { loans, draws, funds, contacts, others, settled } = useFound(wanted);
  const commands = useCommands().filter((command) =>
    command.label.toLowerCase().includes(wanted.toLowerCase()),
  );
  useEffect(() => {
    if (opened) palette.open();
    else palette.close();
  }, [opened]);

  return (
    <Spotlight.Root
      store={store}
      query={search}
      onQueryChange={setSearch}
      shortcut={null}
      clearQueryOnClose
      onSpotlightClose={onClose}
      scrollable
      maxHeight={420}
      size={560}
      radius="md"
      centered={false}
      yOffset="12vh"
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Title className="visually-hidden">{text.placeholder}</Modal.Title>
      <Spotlight.Search
        placeholder={text.placeholder}
        aria-label={text.placeholder}
        leftSection={<SearchIcon size={15} />}
        onKeyDown={settled ? runFirst : undefined}
      />
      <Spotlight.ActionsList>
        <Group label={text.loans} entries={loans} />
        <Group label={text.draws} entries={draws} />
        <Group label={text.funds} entries={funds} />
        <Group label={text.contacts} entries={contacts} />
        {others.map(({ kind, entries }) => (
          <Group key={kind} label={text.found[kind]} entries={entries} />
        ))}
        <Group label={text.actions} entries={commands} />
        {[loans, draws, funds, contacts, commands, ...others.map(({ entries }) => entries)].every(
          (entries) => entries.length === 0,
        ) ? (
          <Spotlight.Empty>{text.nothing}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
