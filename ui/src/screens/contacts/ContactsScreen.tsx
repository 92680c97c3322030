import { TextInput } from "@mantine/core";
import { CommandButton } from "../../components/CommandButton";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { Person } from "../../bindings/Person";
import { EmptyState } from "../../components/EmptyState";
import { ErrorNote } from "../../components/ErrorNote";
import { ExportButton } from "../../components/export/ExportButton";
import { DataGrid, type GridColumn } from "../../components/grid/DataGrid";
import { PlusIcon, SearchIcon } from "../../components/icons";
import { formatCount } from "../../format/amount";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";
import { ContactDialog } from "./ContactDialog";
import classes from "./Contacts.module.css";
import { ContactsFrame } from "./ContactsFrame";

const text = messages.contacts;
const startSort = [{ id: "name", desc: false }];

const columns: ReadonlyArray<GridColumn<Person>> = [
  { id: "name", header: text.name, width: "minmax(164px, 1.4fr)", value: (person) => person.name },
  { id: "kind", header: text.kind, width: "104px", value: (person) => text.kinds[person.kind] },
  { id: "email", header: text.email, width: "minmax(140px, 1.2fr)", value: (person) => person.email },
  { id: "phone", header: text.phone, width: "132px", value: (person) => person.phone },
  { id: "address", header: text.address, width: "minmax(130px, 1.2fr)", value: (person) => person.address },
  {
    id: "created_at",
    header: text.since,
    width: "112px",
    value: (person) => person.created_at,
    cell: (person) => formatDate(person.created_at.slice(0, 10)),
  },
];

function matches(person: Person, search: string): boolean {
  const hay = [person.name, person.email, person.phone].join(" ").toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word));
}

export default function ContactsScreen() {
  const navigate = useNavigate();
  const { create = false, find = "" } = useSearch({ from: "/contacts" });
  const answer = useQuery(query("person.list", {}));
  const [typed, setTyped] = useState<string | null>(null);
  const search = typed ?? find;
  const people = answer.data?.people;
  const shown = useMemo(() => (people ?? []).filter((person) => matches(person, search)), [people, search]);
  const setCreating = (creating: boolean) =>
    void navigate({ to: "/contacts", search: creating ? { create: true } : {}, replace: true });

  const newContact = (
    <CommandButton
      command="person.create"
      leftSection={<PlusIcon size={13} />}
      onClick={() => setCreating(true)}
    >
      {text.create}
    </CommandButton>
  );
  return (
    <ContactsFrame
      tab="contacts"
      count={people ? text.count(formatCount(shown.length)) : null}
      actions={
        <>
          <ExportButton kinds={["contacts"]} />
          {newContact}
        </>
      }
      filters={
        people?.length === 0 ? null : (
          <TextInput
            className={classes.filters}
            type="search"
            aria-label={text.search}
            placeholder={text.searchPlaceholder}
            leftSection={<SearchIcon size={13} />}
            value={search}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )
      }
    >
      {answer.error ? (
        <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
      ) : null}
      {people?.length === 0 ? (
        <EmptyState title={text.emptyTitle} text={text.emptyText} />
      ) : people && shown.length === 0 ? (
        <EmptyState title={text.noMatchTitle} text={text.noMatchText} />
      ) : people ? (
        <DataGrid
          name={text.table}
          rows={shown}
          columns={columns}
          rowId={(person) => person.person_id}
          startSort={startSort}
          onOpen={(person) =>
            void navigate({ to: "/contacts/$personId", params: { personId: person.person_id } })
          }
        />
      ) : null}
      {create ? <ContactDialog title={text.create} onClose={() => setCreating(false)} /> : null}
    </ContactsFrame>
  );
}
