import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { query } from "../../api/queries";
import type { Person } from "../../bindings/Person";
import { CommandButton } from "../../components/CommandButton";
import { ExportButton } from "../../components/export/ExportButton";
import type { GridColumn } from "../../components/grid/DataGrid";
import { PlusIcon } from "../../components/icons";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";
import { ContactDialog } from "./ContactDialog";
import { ContactsFrame } from "./ContactsFrame";

const text = messages.contacts;

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

const words = (person: Person) => [person.name, person.email, person.phone].join(" ");

export default function ContactsScreen() {
  const navigate = useNavigate();
  const { create = false, find = "" } = useSearch({ from: "/contacts" });
  const answer = useQuery(query("person.list", {}));
  const [typed, setTyped] = useState<string | null>(null);
  const setCreating = (creating: boolean) =>
    void navigate({ to: "/contacts", search: creating ? { create: true } : {}, replace: true });
  return (
    <ContactsFrame
      tab="contacts"
      rows={answer.data?.people}
      error={answer.error}
      onRetry={() => void answer.refetch()}
      search={typed ?? find}
      onSearch={setTyped}
      words={words}
      columns={columns}
      rowId={(person) => person.person_id}
      sortedBy="name"
      onOpen={({ person_id: personId }) => void navigate({ to: "/contacts/$personId", params: { personId } })}
      actions={
        <>
          <ExportButton kinds={["contacts", "parties"]} />
          <CommandButton
            command="person.create"
            leftSection={<PlusIcon size={13} />}
            onClick={() => setCreating(true)}
          >
            {text.create}
          </CommandButton>
        </>
      }
    >
      {create ? <ContactDialog title={text.create} onClose={() => setCreating(false)} /> : null}
    </ContactsFrame>
  );
}
