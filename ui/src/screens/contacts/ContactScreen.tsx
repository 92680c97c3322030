import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { Party } from "../../bindings/Party";
import { BackLink } from "../../components/BackLink";
import { CommandButton } from "../../components/CommandButton";
import { ErrorNote } from "../../components/ErrorNote";
import { Fact, Facts } from "../../components/Figures";
import { Screen } from "../../components/Screen";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { formatDate } from "../../format/date";
import { ExportButton } from "../../components/export/ExportButton";
import { messages } from "../../messages";
import { Notes } from "../loan/notes/Notes";
import overview from "../loan/overview/OverviewTab.module.css";
import { ContactDialog } from "./ContactDialog";

const text = messages.contacts;

const columns: ReadonlyArray<PlainColumn<Party>> = [
  {
    id: "loan",
    header: messages.parties.loan,
    cell: (party) => (
      <Link to="/loans/$loanId" params={{ loanId: party.loan_id }}>
        {messages.loan.heading(party.loan_number, party.borrower_name)}
      </Link>
    ),
  },
  { id: "role", header: messages.parties.role, cell: (party) => messages.parties.roles[party.role] },
  {
    id: "since",
    header: messages.parties.since,
    cell: (party) => (party.since_on === null ? null : formatDate(party.since_on)),
  },
];

/** One contact: who they are, the loans on which they have a role, and notes. */
export default function ContactScreen() {
  const { personId } = useParams({ from: "/contacts/$personId" });
  const answer = useQuery(query("person.get", { person_id: personId }));
  const parties = useQuery(query("party.list", { person_id: personId })).data?.parties;
  const [changing, setChanging] = useState(false);
  const person = answer.data;
  const above = <BackLink to="/contacts">{text.back}</BackLink>;
  if (!person) {
    return (
      <Screen title={text.open} above={above}>
        {answer.error ? (
          <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
        ) : null}
      </Screen>
    );
  }
  return (
    <Screen
      title={person.name}
      above={above}
      aside={<span>{text.kinds[person.kind]}</span>}
      actions={
        <>
          <ExportButton kinds={["parties", "notes"]} filters={{ person_id: personId }} />
          <CommandButton command="person.change" variant="default" onClick={() => setChanging(true)}>
            {text.change}
          </CommandButton>
        </>
      }
    >
      <div className={overview.overview}>
        <section className={overview.card} aria-label={text.details}>
          <h2>{text.details}</h2>
          <Facts>
            {person.email === null ? null : <Fact label={text.email}>{person.email}</Fact>}
            {person.phone === null ? null : <Fact label={text.phone}>{person.phone}</Fact>}
            {person.address === null ? null : <Fact label={text.address}>{person.address}</Fact>}
            {person.tax_id === null ? null : <Fact label={text.taxId}>{person.tax_id}</Fact>}
            <Fact label={text.since}>{formatDate(person.created_at.slice(0, 10))}</Fact>
          </Facts>
        </section>
        <section className={overview.card} aria-label={text.roles}>
          <h2>{text.roles}</h2>
          {parties?.length === 0 ? <p className={overview.muted}>{text.noRoles}</p> : null}
          {parties && parties.length > 0 ? (
            <PlainTable
              name={text.roles}
              columns={columns}
              rows={parties}
              rowId={(party) => party.party_id ?? `${party.loan_id} ${party.role}`}
            />
          ) : null}
        </section>
        <section className={overview.card} aria-label={messages.notes.title}>
          <h2>{messages.notes.title}</h2>
          <Notes on={{ person_id: personId }} />
        </section>
      </div>
      {changing ? (
        <ContactDialog title={text.change} changed={person} onClose={() => setChanging(false)} />
      ) : null}
    </Screen>
  );
}
