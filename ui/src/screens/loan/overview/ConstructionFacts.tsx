import { Link } from "@tanstack/react-router";
import type { Construction } from "../../../bindings/Construction";
import type { Loan } from "../../../bindings/Loan";
import { Amount } from "../../../components/Amount";
import { Fact, Facts } from "../../../components/Figures";
import { messages } from "../../../messages";
import classes from "./OverviewTab.module.css";

const text = messages.loan.construction;
const figures = messages.budget.figures;

/** How the loan is drawn, and what of it is out. */
export function ConstructionFacts({ loan, construction }: { loan: Loan; construction: Construction }) {
  const asked = (isAsked: boolean) => (isAsked ? text.yes : messages.common.no);
  return (
    <section className={classes.card} aria-label={text.title}>
      <div className={classes.cardHead}>
        <h2>{text.title}</h2>
        <Link to="/loans/$loanId/draws" params={{ loanId: loan.loan_id }} className={classes.more ?? ""}>
          {messages.loan.tabs.draws}
        </Link>
      </div>
      <Facts>
        <Fact label={figures.commitment}>
          <Amount value={loan.principal} />
        </Fact>
        <Fact label={figures.disbursed}>
          <Amount value={construction.disbursed} />
        </Fact>
        <Fact label={messages.newLoan.initialAdvance}>
          <Amount value={construction.initial_advance} />
        </Fact>
        <Fact label={text.inspection}>{asked(construction.inspection_required)}</Fact>
        <Fact label={text.waivers}>{asked(construction.waivers_required)}</Fact>
      </Facts>
    </section>
  );
}
