import type { Loan } from "../../../bindings/Loan";
import { Amount } from "../../../components/Amount";
import { Fact, Facts } from "../../../components/Figures";
import { orderText } from "../../../format/allocation-order";
import { formatAmount, formatRate, isZero } from "../../../format/amount";
import { messages } from "../../../messages";
import classes from "../overview/OverviewTab.module.css";

const text = messages.newLoan;

/** What happens to payments that are late, returned, or more than is due. */
export function ServicingFacts({ loan }: { loan: Loan }) {
  return (
    <section className={classes.card} aria-label={messages.loan.servicing}>
      <h2>{messages.loan.servicing}</h2>
      <Facts>
        <Fact label={text.allocationOrder}>{orderText(loan.allocation_order)}</Fact>
        <Fact label={text.excessRule}>{messages.excessRules[loan.excess_rule]}</Fact>
        <Fact label={text.graceDays}>{messages.days(loan.grace_days)}</Fact>
        {isZero(loan.late_fee_percent) ? null : (
          <Fact label={text.lateFee}>
            {text.lateFeeOf(
              formatRate(loan.late_fee_percent),
              loan.late_fee_at_most === null ? null : formatAmount(loan.late_fee_at_most),
            )}
          </Fact>
        )}
        {isZero(loan.returned_payment_fee) ? null : (
          <Fact label={text.returnedFee}>
            <Amount value={loan.returned_payment_fee} />
          </Fact>
        )}
        {isZero(loan.default_margin_percent) ? null : (
          <Fact label={text.defaultMargin}>{formatRate(loan.default_margin_percent)}</Fact>
        )}
      </Facts>
    </section>
  );
}
