import type { Budget } from "../../../bindings/Budget";
import { Amount } from "../../../components/Amount";
import { Figure, Figures } from "../../../components/Figures";
import { formatAmount } from "../../../format/amount";
import { messages } from "../../../messages";
import classes from "./Draws.module.css";

const text = messages.budget.figures;

/** What of the loan is where, and whether the rest of it still pays for the rest of the building. */
export function BudgetFigures({ budget }: { budget: Budget }) {
  const { balances } = budget;
  const figures = [
    [text.commitment, balances.commitment],
    [text.disbursed, balances.disbursed],
    [text.approved, balances.approved_not_disbursed],
    [text.requested, balances.requested],
    [text.available, balances.available_to_draw],
    [text.retainage, balances.retainage_held],
    [text.costToComplete, budget.cost_to_complete],
  ] as const;
  return (
    <section className={classes.part} aria-label={text.label}>
      <Figures>
        {figures.map(([label, value]) => (
          <Figure key={label} label={label} strong={label === text.available}>
            <Amount value={value} />
          </Figure>
        ))}
      </Figures>
      {budget.in_balance ? null : (
        <p className={classes.warning}>{text.outOfBalanceWhy(formatAmount(budget.out_of_balance_by))}</p>
      )}
    </section>
  );
}
