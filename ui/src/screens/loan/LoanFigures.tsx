import { useQuery } from "@tanstack/react-query";
import { query } from "../../api/queries";
import type { Loan } from "../../bindings/Loan";
import type { ScheduleSummary } from "../../bindings/ScheduleSummary";
import { Amount } from "../../components/Amount";
import { Figure, Figures } from "../../components/Figures";
import { formatRate, isZero } from "../../format/amount";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";

const text = messages.figures;

/** The loan in figures: its terms, and once it is funded what is owed of it. */
export function LoanFigures({ loan }: { loan: Loan }) {
  if (loan.schedule) return <ServicedFigures loan={loan} schedule={loan.schedule} />;
  return (
    <Figures>
      <Figure label={loan.construction ? text.commitment : text.principal} strong>
        <Amount value={loan.principal} />
      </Figure>
      <Figure label={text.rate}>{formatRate(loan.annual_rate_percent)}</Figure>
      <Figure label={text.term}>{messages.months(loan.term_months)}</Figure>
      <Figure label={messages.newLoan.type}>{messages.scheduleTypes[loan.type]}</Figure>
      <Figure label={messages.newLoan.frequency}>{messages.frequencies[loan.frequency]}</Figure>
    </Figures>
  );
}

function ServicedFigures({ loan, schedule }: { loan: Loan; schedule: ScheduleSummary }) {
  const { loan_id: loanId } = loan;
  const account = useQuery(query("loan.account", { loan_id: loanId })).data;
  const received = useQuery(query("payment.list", { loan_id: loanId, limit: 10_000 })).data;
  const rate = account?.annual_rate_percent ?? loan.annual_rate_percent;
  const last = received?.payments.find((payment) => payment.reversed_on === null);
  return (
    <Figures>
      <Figure label={text.outstanding} strong>
        <Amount value={loan.outstanding} />
      </Figure>
      {account ? (
        <>
          <Figure label={messages.account.accruedInterest}>
            <Amount value={account.accrued_interest} />
          </Figure>
          <Figure label={messages.account.total}>
            <Amount value={account.total} />
          </Figure>
          {isZero(account.past_due) ? null : (
            <Figure label={messages.account.pastDue}>
              <Amount value={account.past_due} />
            </Figure>
          )}
        </>
      ) : null}
      {loan.construction ? (
        <Figure label={text.availableToDraw}>
          <Amount value={loan.construction.available_to_draw} />
        </Figure>
      ) : (
        <Figure label={text.levelPayment}>
          <Amount value={schedule.level_payment} />
        </Figure>
      )}
      <Figure label={text.nextDue}>
        {loan.next_due_on === null ? messages.common.none : formatDate(loan.next_due_on)}
      </Figure>
      <Figure label={messages.account.lastReceived}>
        {last === undefined ? messages.common.none : formatDate(last.received_on)}
      </Figure>
      <Figure label={text.rate}>{formatRate(rate)}</Figure>
      {rate === loan.annual_rate_percent ? null : (
        <Figure label={loan.status === "defaulted" ? text.rateWithoutDefault : text.rateAgreed}>
          {formatRate(loan.annual_rate_percent)}
        </Figure>
      )}
      <Figure label={text.maturity}>{formatDate(schedule.maturity_on)}</Figure>
    </Figures>
  );
}
