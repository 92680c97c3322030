import { useQuery } from "@tanstack/react-query";
import { usePreview } from "../../../api/preview";
import { query } from "../../../api/queries";
import type { Loan } from "../../../bindings/Loan";
import { Amount } from "../../../components/Amount";
import { Fact, Facts } from "../../../components/Figures";
import { isZero } from "../../../format/amount";
import { messages } from "../../../messages";
import classes from "./Sources.module.css";

const text = messages.loanSources;

/** What funding the loan takes of its fund; and that the loan is funded all the same where the fund lacks it. */
export function FundingSourceEffect({ loan }: { loan: Loan }) {
  const amount = loan.construction ? loan.construction.initial_advance : loan.principal;
  const fundId = loan.funding_fund_id;
  const funds = useQuery({ ...query("fund.list", {}), enabled: fundId !== null }).data?.funds ?? [];
  const preview = usePreview(
    "fund.preview_allocation",
    fundId === null || isZero(amount) ? null : { fund_id: fundId, loan_id: loan.loan_id, amount },
  );
  const fund = funds.find(({ fund_id }) => fund_id === fundId);
  if (!fund) return null;
  return (
    <>
      <Facts>
        <Fact label={text.source}>{fund.name}</Fact>
        <Fact label={messages.funds.figures.available}>
          <Amount value={fund.available} />
        </Fact>
        {preview.data ? (
          <Fact label={messages.funds.effect.afterwards(messages.funds.figures.available)}>
            <Amount value={preview.data.after.available} />
          </Fact>
        ) : null}
      </Facts>
      {preview.error ? <p className={classes.warning}>{text.lacks(fund.name)}</p> : null}
    </>
  );
}
