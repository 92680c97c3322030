import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { TodoItem } from "../../bindings/TodoItem";
import { Amount } from "../../components/Amount";
import { DaysLeft } from "../../components/DaysLeft";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { formatCount } from "../../format/amount";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";
import classes from "./Dashboard.module.css";

const text = messages.dashboard;
const titles = text.columns;

const columns: ReadonlyArray<PlainColumn<TodoItem>> = [
  { id: "about", header: titles.about, cell: (item) => <Way item={item} /> },
  { id: "kind", header: titles.todo, cell: (item) => text.kinds[item.kind] },
  {
    id: "on",
    header: titles.on,
    whole: true,
    cell: (item) => (item.on === null ? messages.common.none : formatDate(item.on)),
  },
  {
    id: "left",
    header: titles.left,
    cell: (item) => (waits(item) ? null : <DaysLeft days={item.days_left} />),
  },
  {
    id: "amount",
    header: titles.amount,
    end: true,
    cell: (item) => (item.amount === null ? null : <Amount value={item.amount} />),
  },
];

/** More than these push everything else out of sight. */
const SHOWN = 8;

/** What is to be done, the most urgent first; each row opens it. */
export function TodoList({ items }: { items: readonly TodoItem[] }) {
  const [all, setAll] = useState(false);
  return (
    <section className={classes.part} aria-labelledby="dashboard-todo">
      <h2 id="dashboard-todo">{text.todo}</h2>
      {items.length === 0 ? (
        <p className={classes.nothing}>{text.nothingToDo}</p>
      ) : (
        <PlainTable
          name={text.todo}
          rows={all ? items : items.slice(0, SHOWN)}
          rowId={idOf}
          columns={columns}
        />
      )}
      {all || items.length <= SHOWN ? null : (
        <Button variant="default" className={classes.more} onClick={() => setAll(true)}>
          {text.showAll(formatCount(items.length))}
        </Button>
      )}
    </section>
  );
}

/** A draw waits since its day; it has none by which it must be done. */
function waits(item: TodoItem): boolean {
  return item.kind === "draw_to_decide" || item.kind === "draw_to_disburse";
}

function idOf(item: TodoItem): string {
  const what =
    item.draw_id ?? item.filing_id ?? item.licence_id ?? item.property_id ?? item.position ?? item.loan_id;
  return `${item.kind} ${what ?? ""}`;
}

/** Leads to what the row is about. */
function Way({ item }: { item: TodoItem }): ReactNode {
  const { draw_id: drawId, property_id: propertyId, loan_id: loanId } = item;
  if (item.kind === "failed_event") {
    return (
      <Link to="/events" search={{ failed: true }}>
        {item.about}
      </Link>
    );
  }
  if (item.filing_id !== null) {
    return (
      <Link to="/compliance" search={{ view: "filings" }}>
        {item.about}
      </Link>
    );
  }
  if (item.licence_id !== null) {
    return (
      <Link to="/compliance" search={{ view: "licences" }}>
        {item.about}
      </Link>
    );
  }
  if (drawId !== null) {
    return (
      <Link to="/draws/$drawId" params={{ drawId }}>
        {item.about}
      </Link>
    );
  }
  if (propertyId !== null) {
    return (
      <Link to="/contacts/properties/$propertyId" params={{ propertyId }}>
        {item.about}
      </Link>
    );
  }
  if (loanId !== null) {
    return (
      <Link to="/loans/$loanId" params={{ loanId }}>
        {item.about}
      </Link>
    );
  }
  return item.about;
}
