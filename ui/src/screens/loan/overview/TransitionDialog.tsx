import { TextInput } from "@mantine/core";
import { useState } from "react";
import { fieldErrorText } from "../../../api/errors";
import { useWrite } from "../../../api/write";
import type { Loan } from "../../../bindings/Loan";
import type { LoanStatus } from "../../../bindings/LoanStatus";
import { Amount } from "../../../components/Amount";
import { Fact, Facts } from "../../../components/Figures";
import { FormDialog } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { DateField } from "../../../fields/DateField";
import { parseDate } from "../../../fields/parse-date";
import { orNull } from "../../../fields/values";
import { formatRate } from "../../../format/amount";
import { formatDate, today } from "../../../format/date";
import { messages } from "../../../messages";
import { FundingSourceEffect } from "../sources/FundingSourceEffect";
import { FundingEffect } from "./FundingEffect";
import { directionOf } from "./walk";

const text = messages.transitions;

type Props = { loan: Loan; to: LoanStatus; onClose: () => void };

/** Says in figures what a step does, and asks. Funding asks for its date, and shows the schedule it makes. */
export function TransitionDialog({ loan: newest, to, onClose }: Props) {
  // What a colleague changes meanwhile is no part of what was asked; the answer then says so.
  const [loan] = useState(newest);
  const direction = directionOf(loan.status, to);
  const funding = to === "funded";
  const [fundedOn, setFundedOn] = useState(() => formatDate(today()));
  const [reason, setReason] = useState("");
  const date = parseDate(fundedOn);
  const move = useWrite("loan.transition", {
    onSuccess: (moved) => {
      if (moved.status === "funded") notify(text.funded(moved.number));
      onClose();
    },
  });
  const unreadable = funding && date.kind !== "value";
  const submit = () =>
    move.mutate({
      loan_id: loan.loan_id,
      to,
      effective_on: funding && date.kind === "value" ? date.value : null,
      reason: orNull(reason),
      expected_version: loan.version,
    });
  const atField = (field: string) => (move.error?.field === field ? fieldErrorText(move.error) : null);
  const elsewhere =
    move.error && !["effective_on", "reason"].includes(move.error.field ?? "") ? move.error : null;

  return (
    <FormDialog
      title={text.title(messages.statuses[loan.status], messages.statuses[to])}
      size={funding ? 520 : 440}
      submit={text.confirm[to]}
      pending={move.isPending}
      disabled={unreadable}
      danger={direction === "reject"}
      focusSubmit={direction === "forward" && !funding}
      error={elsewhere}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{effectText(loan, to)}</p>
      <Facts>
        <Fact label={messages.loan.borrower}>{loan.borrower_name}</Fact>
        <Fact label={messages.figures.principal}>
          <Amount value={loan.principal} />
        </Fact>
        <Fact label={messages.figures.rate}>{formatRate(loan.annual_rate_percent)}</Fact>
        <Fact label={messages.figures.term}>{messages.months(loan.term_months)}</Fact>
      </Facts>
      {funding ? (
        <>
          <DateField
            label={text.fundedOn}
            value={fundedOn}
            onChange={setFundedOn}
            error={atField("effective_on")}
            data-autofocus
          />
          <FundingEffect loan={loan} fundedOn={date.kind === "value" ? date.value : null} />
          <FundingSourceEffect loan={loan} />
        </>
      ) : direction === "forward" ? null : (
        <TextInput
          label={`${text.reason} (${messages.common.optional})`}
          value={reason}
          error={atField("reason")}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
      )}
    </FormDialog>
  );
}

function effectText(loan: Loan, to: LoanStatus): string {
  const { effects } = text;
  const direction = directionOf(loan.status, to);
  if (to === "funded") return effects.funded(loan.number);
  if (direction === "reject") return effects.rejected(loan.number);
  const step = direction === "back" ? effects.back : effects.forward;
  return step(loan.number, messages.statuses[to]);
}
