import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { query } from "../../../api/queries";
import type { Loan } from "../../../bindings/Loan";
import type { Participant } from "../../../bindings/Participant";
import { Amount } from "../../../components/Amount";
import { CommandButton } from "../../../components/CommandButton";
import { Fact, Facts } from "../../../components/Figures";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { formatRate } from "../../../format/amount";
import { ExportButton } from "../../../components/export/ExportButton";
import { messages } from "../../../messages";
import classes from "../overview/OverviewTab.module.css";
import { FundingSourceDialog } from "./FundingSourceDialog";
import { ParticipationsDialog } from "./ParticipationsDialog";
import { PaymentSharesDialog } from "./PaymentSharesDialog";

const text = messages.loanSources;

/** Where the loan's money comes from: a fund or the lender itself, and who shares it. */
export function LoanSources({ loan }: { loan: Loan }) {
  const funds = useQuery(query("fund.list", {})).data?.funds ?? [];
  const shared = useQuery(query("participation.get", { loan_id: loan.loan_id })).data;
  const [asking, setAsking] = useState<"source" | "shares" | "payments" | null>(null);
  const close = () => setAsking(null);
  const fund = funds.find(({ fund_id }) => fund_id === loan.funding_fund_id);
  const participants = shared?.participants ?? [];
  return (
    <section className={classes.card} aria-label={text.title}>
      <h2>{text.title}</h2>
      <Facts>
        <Fact label={text.source}>
          {fund ? (
            <Link to="/funds/$fundId" params={{ fundId: fund.fund_id }}>
              {fund.name}
            </Link>
          ) : (
            <>{participants.length > 0 ? text.lenders : text.own}</>
          )}
        </Fact>
      </Facts>
      {participants.length > 0 ? (
        <PlainTable
          name={text.participants}
          columns={columns}
          rows={participants}
          rowId={(participant) => participant.person_id ?? ""}
        />
      ) : null}
      <div className={classes.buttons}>
        {participants.length > 0 ? (
          <ExportButton
            kinds={["participations", "payment_shares"]}
            filters={{ loan_id: loan.loan_id }}
            size="compact-sm"
          />
        ) : null}
        {loan.funded_on === null ? (
          <CommandButton
            command="loan.set_funding_source"
            variant="default"
            size="compact-sm"
            onClick={() => setAsking("source")}
          >
            {text.setSource}
          </CommandButton>
        ) : null}
        <CommandButton
          command="participation.set"
          variant="default"
          size="compact-sm"
          onClick={() => setAsking("shares")}
        >
          {participants.length > 0 ? text.changeShares : text.setShares}
        </CommandButton>
        {shared && shared.payments.some((payment) => payment.parts.length > 0) ? (
          <Button variant="default" size="compact-sm" onClick={() => setAsking("payments")}>
            {text.payments}
          </Button>
        ) : null}
      </div>
      {asking === "source" ? <FundingSourceDialog loan={loan} funds={funds} onClose={close} /> : null}
      {asking === "shares" ? (
        <ParticipationsDialog loan={loan} participants={participants} onClose={close} />
      ) : null}
      {asking === "payments" && shared ? <PaymentSharesDialog shared={shared} onClose={close} /> : null}
    </section>
  );
}

const columns: ReadonlyArray<PlainColumn<Participant>> = [
  { id: "name", header: text.lender, cell: (participant) => participant.name },
  { id: "share", header: text.share, end: true, cell: ({ share_percent }) => formatRate(share_percent) },
  {
    id: "outstanding",
    header: text.outstanding,
    end: true,
    cell: (participant) => <Amount value={participant.outstanding} />,
  },
];
