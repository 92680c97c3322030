import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { LoanStatus } from "../../../bindings/LoanStatus";
import { Fact, Facts } from "../../../components/Figures";
import { WarningIcon } from "../../../components/icons";
import { formatRate } from "../../../format/amount";
import { formatDate, formatMoment } from "../../../format/date";
import { messages } from "../../../messages";
import { useLoan } from "../loan-context";
import classes from "./OverviewTab.module.css";
import { ServicingButtons } from "../servicing/ServicingButtons";
import { ServicingFacts } from "../servicing/ServicingFacts";
import { ConstructionFacts } from "./ConstructionFacts";
import { LoanSources } from "../sources/LoanSources";
import { StatusWalk } from "./StatusWalk";
import { TransitionButtons } from "./TransitionButtons";
import { TransitionDialog } from "./TransitionDialog";

const text = messages.loan;

/** Where the loan stands, what can be done with it, and its terms. */
export default function OverviewTab() {
  const loan = useLoan();
  const [target, setTarget] = useState<LoanStatus | null>(null);
  return (
    <div className={classes.overview}>
      {loan.failed_events > 0 ? (
        <div className={classes.failed} role="alert">
          <WarningIcon />
          {text.failedEvents(loan.failed_events)}
          <Link to="/loans/$loanId/history" params={{ loanId: loan.loan_id }}>
            {text.showFailed}
          </Link>
        </div>
      ) : null}
      <section className={classes.card} aria-label={text.walk}>
        <div className={classes.cardHead}>
          <h2>{text.walk}</h2>
          <span className={classes.muted}>{text.since(formatMoment(loan.status_changed_at))}</span>
        </div>
        <StatusWalk status={loan.status} />
        <TransitionButtons loan={loan} onChoose={setTarget} />
        <ServicingButtons loan={loan} />
      </section>
      <div className={classes.pair}>
        <section className={classes.card} aria-label={text.terms}>
          <h2>{text.terms}</h2>
          <Facts>
            {loan.purpose === null ? null : <Fact label={messages.newLoan.purpose}>{loan.purpose}</Fact>}
            <Fact label={messages.newLoan.type}>{messages.scheduleTypes[loan.type]}</Fact>
            <Fact label={messages.newLoan.frequency}>{messages.frequencies[loan.frequency]}</Fact>
            <Fact label={messages.newLoan.rate}>{formatRate(loan.annual_rate_percent)}</Fact>
            <Fact label={messages.newLoan.dayCount}>{messages.dayCounts[loan.day_count]}</Fact>
            <Fact label={messages.newLoan.rounding}>{messages.roundings[loan.rounding]}</Fact>
            {loan.amortization_months === null ? null : (
              <Fact label={messages.newLoan.amortization}>{messages.months(loan.amortization_months)}</Fact>
            )}
            {loan.interest_only_periods === 0 ? null : (
              <Fact label={messages.newLoan.interestOnly}>{loan.interest_only_periods}</Fact>
            )}
            {loan.first_payment_on === null ? null : (
              <Fact label={messages.newLoan.firstPayment}>{formatDate(loan.first_payment_on)}</Fact>
            )}
            {loan.agreed === null || loan.amended_on === null ? null : (
              <Fact label={text.agreedFirst(formatDate(loan.amended_on))}>
                {[
                  messages.scheduleTypes[loan.agreed.type],
                  messages.frequencies[loan.agreed.frequency],
                  formatRate(loan.agreed.annual_rate_percent),
                  messages.months(loan.agreed.term_months),
                ].join(" · ")}
              </Fact>
            )}
            <Fact label={messages.figures.created}>{formatMoment(loan.created_at)}</Fact>
            <Fact label={messages.figures.funded}>
              {loan.funded_on === null ? text.notFunded : formatDate(loan.funded_on)}
            </Fact>
          </Facts>
        </section>
        <div className={classes.column}>
          {loan.construction ? <ConstructionFacts loan={loan} construction={loan.construction} /> : null}
          <ServicingFacts loan={loan} />
          <section className={classes.card} aria-label={text.parties}>
            <h2>{text.parties}</h2>
            <Facts>
              <Fact label={text.borrower}>{loan.borrower.name}</Fact>
              {loan.borrower.email === null ? null : (
                <Fact label={messages.contacts.email}>{loan.borrower.email}</Fact>
              )}
              {loan.borrower.phone === null ? null : (
                <Fact label={messages.contacts.phone}>{loan.borrower.phone}</Fact>
              )}
              {loan.borrower.address === null ? null : (
                <Fact label={messages.contacts.address}>{loan.borrower.address}</Fact>
              )}
              {loan.lender === null ? null : <Fact label={text.lender}>{loan.lender.name}</Fact>}
            </Facts>
          </section>
          <LoanSources loan={loan} />
        </div>
      </div>
      {target === null ? null : (
        <TransitionDialog key={target} loan={loan} to={target} onClose={() => setTarget(null)} />
      )}
    </div>
  );
}
