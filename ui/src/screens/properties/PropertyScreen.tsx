import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { SecuredLoan } from "../../bindings/SecuredLoan";
import { BackLink } from "../../components/BackLink";
import { ErrorNote } from "../../components/ErrorNote";
import { Fact, Facts } from "../../components/Figures";
import { Screen } from "../../components/Screen";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { Tag } from "../../components/Tag";
import { dayOf, formatDate } from "../../format/date";
import { ExportButton } from "../../components/export/ExportButton";
import { messages } from "../../messages";
import overview from "../loan/overview/OverviewTab.module.css";
import { InsuranceTag } from "./InsuranceTag";
import { PropertyActions } from "./PropertyActions";
import { PropertyFacts } from "./PropertyFacts";
import { Valuations } from "./Valuations";

const text = messages.properties;

const loanColumns: ReadonlyArray<PlainColumn<SecuredLoan>> = [
  {
    id: "loan",
    header: text.loan,
    cell: (loan) => (
      <Link to="/loans/$loanId/collateral" params={{ loanId: loan.loan_id }}>
        {messages.loan.heading(loan.loan_number, loan.borrower_name)}
      </Link>
    ),
  },
  { id: "lien", header: messages.collateral.lien, end: true, cell: (loan) => loan.lien_position },
];

/** One property: what it is, what insures it, what it was worth when, and the loans that it secures. */
export default function PropertyScreen() {
  const { propertyId } = useParams({ from: "/contacts/properties/$propertyId" });
  const answer = useQuery(query("property.get", { property_id: propertyId }));
  const property = answer.data;
  const above = <BackLink to="/contacts/properties">{text.back}</BackLink>;
  if (!property) {
    return (
      <Screen title={text.open} above={above}>
        {answer.error ? (
          <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
        ) : null}
      </Screen>
    );
  }
  const removed = property.removed_at !== null;
  return (
    <Screen
      title={property.address}
      above={above}
      aside={removed ? <Tag>{text.gone}</Tag> : <InsuranceTag property={property} />}
      actions={
        <>
          <ExportButton kinds={["valuations", "collateral"]} filters={{ property_id: propertyId }} />
          {removed ? null : <PropertyActions property={property} offer={["change", "remove", "value"]} />}
        </>
      }
    >
      <div className={overview.overview}>
        <section className={overview.card} aria-label={text.details}>
          <h2>{text.details}</h2>
          <Facts>
            <PropertyFacts property={property} />
            <Fact label={messages.contacts.since}>{formatDate(dayOf(property.added_at))}</Fact>
          </Facts>
        </section>
        <section className={overview.card} aria-label={text.secures}>
          <h2>{text.secures}</h2>
          {property.secures.length === 0 ? (
            <p className={overview.muted}>{removed ? text.securesNothing : text.securesNothingYet}</p>
          ) : (
            <PlainTable
              name={text.secures}
              columns={loanColumns}
              rows={property.secures}
              rowId={(loan) => loan.loan_id}
            />
          )}
        </section>
        <section className={overview.card} aria-label={messages.collateral.valuations}>
          <h2>{messages.collateral.valuations}</h2>
          {property.valuations.length === 0 ? <p className={overview.muted}>{text.notValued}</p> : null}
          <Valuations property={property} />
        </section>
      </div>
    </Screen>
  );
}
