import { useQuery } from "@tanstack/react-query";
import { query } from "../../../api/queries";
import { Fact, Facts } from "../../../components/Figures";
import { formatAmount, formatRate } from "../../../format/amount";
import { messages } from "../../../messages";
import classes from "../overview/OverviewTab.module.css";

const text = messages.collateral;

/** What secures the loan, in its few figures; nothing where nothing does. */
export function SecurityFacts({ loanId }: { loanId: string }) {
  const answer = useQuery(query("collateral.list", { loan_id: loanId }));
  const security = answer.data;
  const held = security?.collateral.filter((one) => one.released_on === null) ?? [];
  if (!security || held.length === 0) return null;
  return (
    <section className={classes.card} aria-label={text.title}>
      <h2>{text.title}</h2>
      <Facts>
        {held.map((one) => (
          <Fact
            key={one.collateral_id}
            label={one.property ? text.kinds[one.property.kind] : text.description}
          >
            {one.property?.address ?? one.description}
          </Fact>
        ))}
        <Fact label={text.asIs}>{security.as_is === null ? text.unknown : formatAmount(security.as_is)}</Fact>
        {security.loan_to_value === null ? null : (
          <Fact label={text.loanToValue}>{formatRate(security.loan_to_value)}</Fact>
        )}
        {security.loan_to_after_repair_value === null ? null : (
          <Fact label={text.loanToAfterRepair}>{formatRate(security.loan_to_after_repair_value)}</Fact>
        )}
      </Facts>
    </section>
  );
}
