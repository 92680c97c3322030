import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toCallError } from "../../../api/errors";
import { query } from "../../../api/queries";
import type { Collateral } from "../../../bindings/Collateral";
import type { Security } from "../../../bindings/Security";
import { CommandButton } from "../../../components/CommandButton";
import { EmptyState } from "../../../components/EmptyState";
import { ErrorNote } from "../../../components/ErrorNote";
import { ExportButton } from "../../../components/export/ExportButton";
import { Fact, Facts, Figure, Figures } from "../../../components/Figures";
import { PlusIcon } from "../../../components/icons";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { Tag } from "../../../components/Tag";
import type { Valuation } from "../../../bindings/Valuation";
import { Amount } from "../../../components/Amount";
import { formatAmount, formatRate } from "../../../format/amount";
import { formatDate, today } from "../../../format/date";
import { messages } from "../../../messages";
import { useLoan } from "../loan-context";
import classes from "../LoanScreen.module.css";
import overview from "../overview/OverviewTab.module.css";
import { AddCollateralDialog } from "./AddCollateralDialog";
import { ReleaseDialog } from "./ReleaseDialog";
import { ValueDialog } from "./ValueDialog";

const text = messages.collateral;

/** What secures the loan, and what the loan is of its value. */
export default function CollateralTab() {
  const loan = useLoan();
  const answer = useQuery(query("collateral.list", { loan_id: loan.loan_id }));
  const [adding, setAdding] = useState(false);
  const security = answer.data;
  const held = security?.collateral.filter((one) => one.released_on === null) ?? [];
  return (
    <>
      <div className={classes.toolbar}>
        <h2>{text.title}</h2>
        <ExportButton kinds={["collateral", "properties"]} filters={{ loan_id: loan.loan_id }} />
        <CommandButton
          command="collateral.add"
          leftSection={<PlusIcon size={13} />}
          onClick={() => setAdding(true)}
        >
          {text.add}
        </CommandButton>
      </div>
      {answer.error ? (
        <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
      ) : null}
      {security && held.length === 0 ? <EmptyState title={text.title} text={text.lead} /> : null}
      {security && held.length > 0 ? (
        <div className={overview.overview}>
          <LoanToValue security={security} />
          {held.map((one) => (
            <CollateralCard key={one.collateral_id} collateral={one} />
          ))}
        </div>
      ) : null}
      {adding ? <AddCollateralDialog loan={loan} onClose={() => setAdding(false)} /> : null}
    </>
  );
}

function LoanToValue({ security }: { security: Security }) {
  const amount = (value: string | null) => (value === null ? text.unknown : formatAmount(value));
  return (
    <Figures>
      <Figure label={text.loanToValue} strong>
        {security.loan_to_value === null ? text.unknown : formatRate(security.loan_to_value)}
      </Figure>
      <Figure label={text.debt}>{formatAmount(security.debt)}</Figure>
      <Figure label={text.seniorLiens}>{formatAmount(security.senior_liens)}</Figure>
      <Figure label={text.asIs}>{amount(security.as_is)}</Figure>
      {security.after_repair === null ? null : (
        <Figure label={text.afterRepair}>{amount(security.after_repair)}</Figure>
      )}
      {security.loan_to_after_repair_value === null ? null : (
        <Figure label={text.loanToAfterRepair}>{formatRate(security.loan_to_after_repair_value)}</Figure>
      )}
    </Figures>
  );
}

const valuations: ReadonlyArray<PlainColumn<Valuation>> = [
  { id: "valued_on", header: text.valuedOn, cell: (one) => formatDate(one.valued_on) },
  { id: "basis", header: text.basis, cell: (one) => text.bases[one.basis] },
  { id: "amount", header: text.value, end: true, cell: (one) => <Amount value={one.amount} /> },
  { id: "source", header: text.source, cell: (one) => one.source },
];

function CollateralCard({ collateral }: { collateral: Collateral }) {
  const loan = useLoan();
  const [dialog, setDialog] = useState<"value" | "release" | null>(null);
  const { property } = collateral;
  const name = property?.address ?? collateral.description ?? "";
  const expiresOn = property?.insurance_expires_on ?? null;
  const expired = expiresOn !== null && expiresOn < today();
  const others = property?.secures.filter((one) => one.loan_id !== loan.loan_id) ?? [];
  const close = () => setDialog(null);
  return (
    <section className={overview.card} aria-label={name}>
      <div className={overview.cardHead}>
        <h2>{name}</h2>
        {expired ? <Tag tone="warning">{text.expired}</Tag> : null}
        {property ? (
          <CommandButton
            command="property.value"
            variant="default"
            size="compact-sm"
            aria-label={text.valueOf(name)}
            onClick={() => setDialog("value")}
          >
            {text.setValue}
          </CommandButton>
        ) : null}
        <CommandButton
          command="collateral.release"
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-label={text.releaseOne(name)}
          onClick={() => setDialog("release")}
        >
          {text.release}
        </CommandButton>
      </div>
      <Facts>
        {property ? <Fact label={text.kind}>{text.kinds[property.kind]}</Fact> : null}
        {property?.parcel_number ? <Fact label={text.parcel}>{property.parcel_number}</Fact> : null}
        {property?.legal_description ? <Fact label={text.legal}>{property.legal_description}</Fact> : null}
        {property?.purchase_price ? (
          <Fact label={text.price}>{formatAmount(property.purchase_price)}</Fact>
        ) : null}
        <Fact label={text.value}>
          {collateral.value === null ? text.unknown : formatAmount(collateral.value)}
        </Fact>
        {collateral.lien_position === null ? null : <Fact label={text.lien}>{collateral.lien_position}</Fact>}
        <Fact label={text.seniorLiens}>{formatAmount(collateral.senior_liens)}</Fact>
        {property?.insurance_carrier ? (
          <Fact label={text.insurance}>
            {[property.insurance_carrier, property.insurance_policy].filter(Boolean).join(" · ")}
          </Fact>
        ) : null}
        {property?.insurance_expires_on ? (
          <Fact label={text.expires}>{formatDate(property.insurance_expires_on)}</Fact>
        ) : null}
        <Fact label={text.pledged}>{formatDate(collateral.pledged_on)}</Fact>
      </Facts>
      {others.length > 0 ? (
        <p className={overview.muted}>{text.securesAlso(others.map((one) => one.loan_number).join(", "))}</p>
      ) : null}
      {property && property.valuations.length > 0 ? (
        <PlainTable
          name={`${text.valuations}: ${name}`}
          columns={valuations}
          rows={property.valuations}
          rowId={(one) => `${one.valued_on} ${one.basis} ${one.amount} ${one.source}`}
        />
      ) : null}
      {dialog === "value" && property ? <ValueDialog property={property} onClose={close} /> : null}
      {dialog === "release" ? <ReleaseDialog collateral={collateral} name={name} onClose={close} /> : null}
    </section>
  );
}
