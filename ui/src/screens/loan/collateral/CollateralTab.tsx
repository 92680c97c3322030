import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
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
import { formatAmount, formatRate } from "../../../format/amount";
import { formatDate } from "../../../format/date";
import { messages } from "../../../messages";
import { InsuranceTag } from "../../properties/InsuranceTag";
import { PropertyActions } from "../../properties/PropertyActions";
import { PropertyFacts } from "../../properties/PropertyFacts";
import { Valuations } from "../../properties/Valuations";
import { useLoan } from "../loan-context";
import classes from "../LoanScreen.module.css";
import overview from "../overview/OverviewTab.module.css";
import { AddCollateralDialog } from "./AddCollateralDialog";
import { ChangeCollateralDialog } from "./ChangeCollateralDialog";
import { ReleaseDialog } from "./ReleaseDialog";

const text = messages.collateral;

/** What secures the loan, and what the loan is of its value. */
export default function CollateralTab() {
  const loan = useLoan();
  const answer = useQuery(query("collateral.list", { loan_id: loan.loan_id }));
  const [adding, setAdding] = useState(false);
  const security = answer.data;
  const held = security?.collateral.filter((one) => one.released_on === null) ?? [];
  const released = security?.collateral.filter((one) => one.released_on !== null) ?? [];
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
      {security && security.collateral.length > 0 ? (
        <div className={overview.overview}>
          {held.length > 0 ? <LoanToValue security={security} /> : null}
          {held.map((one) => (
            <CollateralCard key={one.collateral_id} collateral={one} />
          ))}
          {released.length > 0 ? <Released released={released} /> : null}
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

function CollateralCard({ collateral }: { collateral: Collateral }) {
  const loan = useLoan();
  const [dialog, setDialog] = useState<"change" | "release" | null>(null);
  const { property } = collateral;
  const name = nameOf(collateral);
  const others = property?.secures.filter((one) => one.loan_id !== loan.loan_id) ?? [];
  const change = property ? text.changeLien : text.change;
  const close = () => setDialog(null);
  return (
    <section className={overview.card} aria-label={name}>
      <div className={overview.cardHead}>
        <h2>
          <Named collateral={collateral} />
        </h2>
        {property ? <InsuranceTag property={property} /> : null}
        <div className={`${overview.buttons} ${overview.apart}`}>
          {property ? <PropertyActions property={property} offer={["value", "change"]} compact /> : null}
          <CommandButton
            command="collateral.change"
            variant="default"
            size="compact-sm"
            aria-label={text.changeOne(change, name)}
            onClick={() => setDialog("change")}
          >
            {change}
          </CommandButton>
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
      </div>
      <Facts>
        {property ? <PropertyFacts property={property} /> : null}
        <Fact label={text.value}>
          {collateral.value === null ? text.unknown : formatAmount(collateral.value)}
        </Fact>
        {collateral.lien_position === null ? null : <Fact label={text.lien}>{collateral.lien_position}</Fact>}
        <Fact label={text.seniorLiens}>{formatAmount(collateral.senior_liens)}</Fact>
        <Fact label={text.pledged}>{formatDate(collateral.pledged_on)}</Fact>
      </Facts>
      {others.length > 0 ? (
        <p className={overview.muted}>{text.securesAlso(others.map((one) => one.loan_number).join(", "))}</p>
      ) : null}
      {property ? <Valuations property={property} /> : null}
      {dialog === "change" ? (
        <ChangeCollateralDialog collateral={collateral} name={name} onClose={close} />
      ) : null}
      {dialog === "release" ? <ReleaseDialog collateral={collateral} name={name} onClose={close} /> : null}
    </section>
  );
}

function nameOf(collateral: Collateral): string {
  return collateral.property?.address ?? collateral.description ?? "";
}

/** What it is; a property leads to its page. */
function Named({ collateral }: { collateral: Collateral }) {
  const { property } = collateral;
  return property ? (
    <Link to="/contacts/properties/$propertyId" params={{ propertyId: property.property_id }}>
      {property.address}
    </Link>
  ) : (
    nameOf(collateral)
  );
}

const releasedColumns: ReadonlyArray<PlainColumn<Collateral>> = [
  { id: "name", header: text.collateral, cell: (one) => <Named collateral={one} /> },
  {
    id: "released_on",
    header: text.releasedOn,
    cell: (one) => (one.released_on === null ? null : formatDate(one.released_on)),
  },
  { id: "reason", header: messages.fieldLabels.reason, cell: (one) => one.release_reason },
  {
    id: "actions",
    header: text.actions,
    cell: ({ property }) =>
      property === null || property.removed_at !== null ? null : (
        <PropertyActions property={property} offer={["remove"]} compact />
      ),
  },
];

/** What secured the loan once. */
function Released({ released }: { released: readonly Collateral[] }) {
  return (
    <section className={overview.card} aria-label={text.releasedTitle}>
      <h2>{text.releasedTitle}</h2>
      <PlainTable
        name={text.releasedTitle}
        columns={releasedColumns}
        rows={released}
        rowId={(one) => one.collateral_id}
      />
    </section>
  );
}
