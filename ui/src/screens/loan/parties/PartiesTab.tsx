import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { toCallError } from "../../../api/errors";
import { query } from "../../../api/queries";
import type { Party } from "../../../bindings/Party";
import { CommandButton } from "../../../components/CommandButton";
import { ErrorNote } from "../../../components/ErrorNote";
import { ExportButton } from "../../../components/export/ExportButton";
import { PlusIcon } from "../../../components/icons";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import { useLoan } from "../loan-context";
import classes from "../LoanScreen.module.css";
import { AddPartyDialog } from "./AddPartyDialog";
import { RemovePartyDialog } from "./RemovePartyDialog";

const text = messages.parties;

/** Who has which role on the loan. */
export default function PartiesTab() {
  const loan = useLoan();
  const answer = useQuery(query("party.list", { loan_id: loan.loan_id }));
  const [adding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<Party | null>(null);
  const parties = answer.data?.parties;
  return (
    <>
      <div className={classes.toolbar}>
        <h2>{text.title}</h2>
        <ExportButton kinds={["parties"]} filters={{ loan_id: loan.loan_id }} />
        <CommandButton
          command="party.add"
          leftSection={<PlusIcon size={13} />}
          onClick={() => setAdding(true)}
        >
          {text.add}
        </CommandButton>
      </div>
      {answer.error ? (
        <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
      ) : null}
      {parties ? (
        <PlainTable
          name={text.title}
          columns={[...columns, removing(setRemoved)]}
          rows={parties}
          rowId={(party) => party.party_id ?? party.role}
        />
      ) : null}
      {adding ? <AddPartyDialog loan={loan} onClose={() => setAdding(false)} /> : null}
      {removed ? <RemovePartyDialog party={removed} onClose={() => setRemoved(null)} /> : null}
    </>
  );
}

const columns: ReadonlyArray<PlainColumn<Party>> = [
  {
    id: "name",
    header: text.person,
    cell: (party) => (
      <Link to="/contacts/$personId" params={{ personId: party.person_id }}>
        {party.name}
      </Link>
    ),
  },
  { id: "role", header: text.role, cell: (party) => text.roles[party.role] },
  { id: "phone", header: messages.contacts.phone, cell: (party) => party.phone },
  { id: "email", header: messages.contacts.email, cell: (party) => party.email },
  {
    id: "since",
    header: text.since,
    cell: (party) => (party.since_on === null ? null : formatDate(party.since_on)),
  },
  { id: "note", header: text.note, cell: (party) => party.note },
];

/** The borrower and the lender are the loan's own. */
function removing(onRemove: (party: Party) => void): PlainColumn<Party> {
  return {
    id: "actions",
    header: text.actions,
    cell: (party) =>
      party.party_id === null ? null : (
        <CommandButton
          command="party.remove"
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-label={text.removeOne(party.name, text.roles[party.role])}
          onClick={() => onRemove(party)}
        >
          {text.remove}
        </CommandButton>
      ),
  };
}
