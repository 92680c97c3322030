import { CommandButton } from "../../../components/CommandButton";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toCallError } from "../../../api/errors";
import { query } from "../../../api/queries";
import type { Fee } from "../../../bindings/Fee";
import type { LoanAccount } from "../../../bindings/LoanAccount";
import type { LoanStatus } from "../../../bindings/LoanStatus";
import type { Payment } from "../../../bindings/Payment";
import { Amount } from "../../../components/Amount";
import { EmptyState } from "../../../components/EmptyState";
import { ErrorNote } from "../../../components/ErrorNote";
import { Figure, Figures } from "../../../components/Figures";
import { formatAmount, isZero } from "../../../format/amount";
import { formatDate } from "../../../format/date";
import { ExportButton } from "../../../components/export/ExportButton";
import { messages } from "../../../messages";
import { RecordPaymentDialog } from "../../payments/RecordPaymentDialog";
import { ReversePaymentDialog } from "../../payments/ReversePaymentDialog";
import { useLoan } from "../loan-context";
import classes from "../LoanScreen.module.css";
import { ChargeFeeDialog } from "./ChargeFeeDialog";
import { Fees } from "./Fees";
import { LoanPayments } from "./LoanPayments";
import { PayoffDialog } from "./PayoffDialog";
import { PayoffQuotes } from "./PayoffQuotes";
import { ReservePayments } from "./ReservePayments";
import { WaiveFeeDialog } from "./WaiveFeeDialog";
import own from "./PaymentsTab.module.css";

const text = messages.payments;

/** Where a payment may come in: one that is found later, or recovered, too. */
const payable: ReadonlySet<LoanStatus> = new Set(["funded", "defaulted", "paid_off", "charged_off"]);

type Asking =
  | { what: "record" | "charge" | "payoff" }
  | { what: "reverse"; payment: Payment }
  | { what: "waive"; fee: Fee };

/** What is owed of the loan, what came in, and what is charged beside it. */
export default function PaymentsTab() {
  const loan = useLoan();
  const [asking, setAsking] = useState<Asking | null>(null);
  const account = useQuery({
    ...query("loan.account", { loan_id: loan.loan_id }),
    enabled: loan.schedule !== null,
  });
  const nextDue = account.data?.next_due ?? null;
  const close = () => setAsking(null);
  if (!loan.schedule)
    return <EmptyState title={messages.account.emptyTitle} text={messages.account.emptyText} />;
  const serviced = loan.status === "funded" || loan.status === "defaulted";

  return (
    <>
      <div className={classes.toolbar}>
        <h2>{messages.account.label}</h2>
        <ExportButton
          kinds={["payments", "fees", "account", "payoff_quotes"]}
          filters={{ loan_id: loan.loan_id }}
        />
        {serviced ? (
          <>
            <CommandButton
              command="payoff.quote"
              variant="default"
              onClick={() => setAsking({ what: "payoff" })}
            >
              {messages.payoff.quote}
            </CommandButton>
            <CommandButton
              command="fee.assess"
              variant="default"
              onClick={() => setAsking({ what: "charge" })}
            >
              {messages.fees.charge}
            </CommandButton>
          </>
        ) : null}
        {payable.has(loan.status) ? (
          <CommandButton command="payment.record" onClick={() => setAsking({ what: "record" })}>
            {text.record}
          </CommandButton>
        ) : null}
      </div>
      {account.error ? (
        <ErrorNote error={toCallError(account.error)} onRetry={() => void account.refetch()} />
      ) : null}
      <div className={own.scroll}>
        {account.data ? <Owed account={account.data} /> : null}
        <ReservePayments />
        <LoanPayments onReverse={(payment) => setAsking({ what: "reverse", payment })} />
        {account.data ? (
          <Fees
            fees={account.data.fee_list}
            {...(serviced ? { onWaive: (fee: Fee) => setAsking({ what: "waive", fee }) } : {})}
          />
        ) : null}
        <PayoffQuotes />
      </div>
      {asking?.what === "record" ? (
        <RecordPaymentDialog loan={loan} {...(nextDue === null ? {} : { amount: nextDue })} onClose={close} />
      ) : null}
      {asking?.what === "reverse" ? (
        <ReversePaymentDialog
          payment={asking.payment}
          {...(isZero(loan.returned_payment_fee) ? {} : { returnedFee: loan.returned_payment_fee })}
          onClose={close}
        />
      ) : null}
      {asking?.what === "charge" ? <ChargeFeeDialog loan={loan} onClose={close} /> : null}
      {asking?.what === "waive" ? <WaiveFeeDialog fee={asking.fee} onClose={close} /> : null}
      {asking?.what === "payoff" ? <PayoffDialog loan={loan} onClose={close} /> : null}
    </>
  );
}

/** What is owed beside the figures above: what pays the loan off, and the parts that are not nothing. */
function Owed({ account }: { account: LoanAccount }) {
  const labels = messages.account;
  const parts = [
    [labels.fees, account.fees],
    [labels.lateCharges, account.late_charges],
    [labels.held, account.held],
    [labels.chargedOff, account.charged_off],
  ] as const;
  return (
    <Figures>
      <Figure label={labels.payoff} strong>
        <Amount value={account.payoff} />
      </Figure>
      <Figure label={labels.perDiem}>
        <Amount value={account.per_diem} />
      </Figure>
      {account.next_due === null || account.next_due_on === null ? null : (
        <Figure label={labels.nextDue}>
          {labels.nextDueOn(formatAmount(account.next_due), formatDate(account.next_due_on))}
        </Figure>
      )}
      {parts.map(([label, value]) =>
        isZero(value) ? null : (
          <Figure key={label} label={label}>
            <Amount value={value} />
          </Figure>
        ),
      )}
    </Figures>
  );
}
