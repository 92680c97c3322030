import { Link } from "@tanstack/react-router";
import type { Property } from "../../bindings/Property";
import type { Valuation } from "../../bindings/Valuation";
import { Amount } from "../../components/Amount";
import type { GridColumn } from "../../components/grid/DataGrid";
import { formatDate } from "../../format/date";
import { compareDecimals } from "../../format/decimal";
import { messages } from "../../messages";
import { InsuranceTag } from "./InsuranceTag";
import classes from "./Properties.module.css";

const text = messages.collateral;

/** What a property is worth by its latest valuation: as it stands, or after repair where it was never valued so. */
function latestValue({ valuations }: Property): Valuation | undefined {
  return valuations.find((one) => one.basis === "as_is") ?? valuations[0];
}

export const columns: ReadonlyArray<GridColumn<Property>> = [
  {
    id: "address",
    header: text.address,
    width: "minmax(140px, 1.6fr)",
    value: (property) => property.address,
    cell: (property) => (
      <Link
        to="/contacts/properties/$propertyId"
        params={{ propertyId: property.property_id }}
        tabIndex={-1}
        title={property.address}
      >
        {property.address}
      </Link>
    ),
  },
  { id: "kind", header: text.kind, width: "108px", value: (property) => text.kinds[property.kind] },
  {
    id: "value",
    header: text.value,
    width: "146px",
    end: true,
    value: (property) => latestValue(property)?.amount ?? null,
    compare: compareDecimals,
    cell: (property) => {
      const latest = latestValue(property);
      if (!latest) return <span className={classes.muted}>{text.unknown}</span>;
      return (
        <span title={latest.basis === "after_repair" ? text.afterRepair : text.asIs}>
          <Amount value={latest.amount} />
          {latest.basis === "after_repair" ? ` ${messages.properties.afterRepair}` : null}
        </span>
      );
    },
  },
  {
    id: "valued_on",
    header: text.valuedOn,
    width: "108px",
    value: (property) => latestValue(property)?.valued_on ?? null,
    cell: (property) => {
      const latest = latestValue(property);
      return latest ? formatDate(latest.valued_on) : null;
    },
  },
  {
    id: "insured",
    header: text.expires,
    width: "208px",
    value: (property) => property.insurance_expires_on,
    cell: (property) => <Insured property={property} />,
  },
  {
    id: "secures",
    header: messages.properties.secures,
    width: "minmax(96px, 1fr)",
    value: (property) => property.secures[0]?.loan_number ?? null,
    cell: (property) => (
      <span className={classes.loans}>
        {property.secures.map((loan) => (
          <Link
            key={loan.loan_id}
            to="/loans/$loanId/collateral"
            params={{ loanId: loan.loan_id }}
            tabIndex={-1}
            title={messages.loan.heading(loan.loan_number, loan.borrower_name)}
          >
            {loan.loan_number}
          </Link>
        ))}
      </span>
    ),
  },
];

function Insured({ property }: { property: Property }) {
  const { insurance_carrier: carrier, insurance_expires_on: expiresOn } = property;
  if (carrier === null) return <span className={classes.muted}>{text.uninsured}</span>;
  return (
    <span className={classes.loans}>
      {expiresOn === null ? messages.common.none : formatDate(expiresOn)}
      <InsuranceTag property={property} short />
    </span>
  );
}
