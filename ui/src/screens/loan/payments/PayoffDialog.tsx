import { Button, Modal } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useWrite } from "../../../api/write";
import type { Loan } from "../../../bindings/Loan";
import type { PayoffQuote } from "../../../bindings/PayoffQuote";
import { Amount } from "../../../components/Amount";
import { Fact, Facts } from "../../../components/Figures";
import { FormDialog } from "../../../components/FormDialog";
import { CopyIcon } from "../../../components/icons";
import { notify } from "../../../components/notify";
import { DateField } from "../../../fields/DateField";
import { errorBesideNoField, showFieldError } from "../../../fields/field-errors";
import { parseDate } from "../../../fields/parse-date";
import { neededDate, problems, valueOf } from "../../../fields/values";
import { formatAmount, isZero } from "../../../format/amount";
import { formatDate, today } from "../../../format/date";
import { messages } from "../../../messages";
import { copyText } from "../../../platform";
import classes from "./PaymentsTab.module.css";

const text = messages.payoff;
type Props = { loan: Loan; onClose: () => void };

/** Asks to which day, and then shows the quote as it was recorded. */
export function PayoffDialog({ loan, onClose }: Props) {
  const [quote, setQuote] = useState<PayoffQuote | null>(null);
  return quote ? (
    <QuoteShown loan={loan} quote={quote} onClose={onClose} />
  ) : (
    <AskQuote loan={loan} onQuoted={setQuote} onClose={onClose} />
  );
}

function AskQuote({ loan, onQuoted, onClose }: Props & { onQuoted: (quote: PayoffQuote) => void }) {
  const form = useForm({
    initialValues: { good_through: formatDate(today()) },
    validate: (values) => problems({ good_through: neededDate(values.good_through) }),
    clearInputErrorOnChange: true,
  });
  const ask = useWrite("payoff.quote", { onSuccess: onQuoted });
  const submit = form.onSubmit((values) =>
    ask.mutate(
      { loan_id: loan.loan_id, good_through: valueOf(parseDate(values.good_through)) },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={text.quoteTitle(loan.number)}
      submit={text.submit}
      pending={ask.isPending}
      error={errorBesideNoField(form, ask.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{text.lead}</p>
      <DateField
        label={text.goodThrough}
        description={text.goodThroughHint}
        data-autofocus
        {...form.getInputProps("good_through")}
        value={form.values.good_through}
      />
    </FormDialog>
  );
}

/** The lines of a quote; what is nothing is left out, except what everybody looks for. */
function quoteLines(quote: PayoffQuote): Array<[string, string]> {
  const beside: Array<[string, string]> = [
    [messages.account.fees, quote.fees],
    [messages.account.lateCharges, quote.late_charges],
    [text.less, quote.held],
  ];
  return [
    [messages.account.principal, quote.principal],
    [text.interest, quote.interest],
    ...beside.filter(([, amount]) => !isZero(amount)),
    [text.total, quote.total],
    [text.perDiem, quote.per_diem],
  ];
}

/** A quote as it was told; what was not yet known then is not in it. */
export function QuoteShown({ loan, quote, onClose }: Props & { quote: PayoffQuote }) {
  const lines = quoteLines(quote);
  const copy = async () => {
    const head = [
      [messages.payments.loan, `${loan.number} ${loan.borrower_name}`],
      [text.goodThrough, formatDate(quote.good_through)],
    ];
    const body = lines.map(([label, amount]) => [label, formatAmount(amount)]);
    await copyText([...head, ...body].map((cells) => cells.join("\t")).join("\n"));
    notify(text.copied);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.quoteTitle(loan.number)}
      size={460}
      closeButtonProps={{ "aria-label": messages.common.close }}
    >
      <div className={classes.part} role="status">
        <Facts>
          <Fact label={text.quotedOn}>{formatDate(quote.quoted_on)}</Fact>
          <Fact label={text.goodThrough}>{formatDate(quote.good_through)}</Fact>
          {lines.map(([label, amount]) => (
            <Fact key={label} label={label}>
              {label === text.total ? (
                <strong>
                  <Amount value={amount} />
                </strong>
              ) : (
                <Amount value={amount} />
              )}
            </Fact>
          ))}
        </Facts>
      </div>
      <div className={classes.dialogActions}>
        <Button variant="default" leftSection={<CopyIcon size={13} />} onClick={() => void copy()}>
          {messages.common.copy}
        </Button>
        <Button data-autofocus onClick={onClose}>
          {messages.common.close}
        </Button>
      </div>
    </Modal>
  );
}
