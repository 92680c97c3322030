import { NativeSelect, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { toCallError } from "../../../api/errors";
import { query } from "../../../api/queries";
import { useWrite } from "../../../api/write";
import type { DrawSummary } from "../../../bindings/DrawSummary";
import type { GenerateDocument } from "../../../bindings/GenerateDocument";
import type { Loan } from "../../../bindings/Loan";
import { ErrorNote } from "../../../components/ErrorNote";
import { FormDialog, Pair } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { DateField } from "../../../fields/DateField";
import { errorBesideNoField, showFieldError } from "../../../fields/field-errors";
import { parseDate } from "../../../fields/parse-date";
import { countOf, neededDate, neededText, problems, readableCount, valueOf } from "../../../fields/values";
import { formatAmount } from "../../../format/amount";
import { formatDate, today, yearOf } from "../../../format/date";
import { messages } from "../../../messages";
import classes from "./Documents.module.css";
import type { DrawLetterKind, LoanDocumentKind } from "../../document/kinds";

const text = messages.documents;

type Props = {
  loan: Loan;
  kind: LoanDocumentKind;
  /** Whether a document was there already. */
  isKnown: (documentId: string) => boolean;
  onClose: () => void;
};

type OneProps<K extends LoanDocumentKind = LoanDocumentKind> = Omit<Props, "kind"> & { kind: K };

/** Asks for what a kind of documents needs, makes the document, and opens it. */
export function MakeDocumentDialog({ kind, ...rest }: Props) {
  if (kind === "payoff_letter") return <PayoffLetterDialog kind={kind} {...rest} />;
  if (kind === "borrower_statement") return <StatementDialog kind={kind} {...rest} />;
  if (kind === "interest_statement") return <InterestDialog kind={kind} {...rest} />;
  if (kind === "draw_approval_letter" || kind === "draw_disbursement_letter") {
    return <DrawLetterDialog kind={kind} {...rest} />;
  }
  return <FundingDialog kind={kind} {...rest} />;
}

type MakeProps<V extends object> = OneProps & {
  form: UseFormReturnType<V>;
  effect: string;
  refusal?: string | null;
  inputOf: (values: V) => Partial<GenerateDocument>;
  children?: ReactNode;
};

/** The dialog itself: what is the same for every kind. */
function MakeDialog<V extends object>(props: MakeProps<V>) {
  const { loan, kind, isKnown, onClose, form, effect, refusal = null, inputOf, children } = props;
  const navigate = useNavigate();
  const make = useWrite("document.generate", {
    onSuccess: ({ document_id: documentId, title }) => {
      notify(isKnown(documentId) ? text.same(title) : text.made(title));
      onClose();
      void navigate({ to: "/documents/$documentId", params: { documentId } });
    },
  });
  const submit = form.onSubmit((values) =>
    make.mutate(
      { kind, loan_id: loan.loan_id, ...inputOf(values) },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={text.kinds[kind]}
      submit={text.submit}
      pending={make.isPending}
      refusal={refusal}
      focusSubmit={children === undefined}
      error={errorBesideNoField(form, make.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{effect}</p>
      {children}
    </FormDialog>
  );
}

function FundingDialog(props: OneProps) {
  const form = useForm({ initialValues: {} });
  const { effects } = text;
  const effect = props.kind === "amortization_schedule" ? effects.schedule : effects.funding;
  return <MakeDialog {...props} form={form} effect={effect} inputOf={() => ({})} />;
}

function StatementDialog(props: OneProps) {
  const firstOfYear = `${yearOf(today())}-01-01`;
  const { funded_on: fundedOn } = props.loan;
  const form = useForm({
    initialValues: {
      from: formatDate(fundedOn !== null && fundedOn > firstOfYear ? fundedOn : firstOfYear),
      to: formatDate(today()),
    },
    validate: (values) => problems({ from: neededDate(values.from), to: neededDate(values.to) }),
    clearInputErrorOnChange: true,
  });
  const inputOf = ({ from, to }: typeof form.values) => ({
    from: valueOf(parseDate(from)),
    to: valueOf(parseDate(to)),
  });
  return (
    <MakeDialog {...props} form={form} effect={text.effects.statement} inputOf={inputOf}>
      <Pair>
        <DateField
          label={text.from}
          data-autofocus
          {...form.getInputProps("from")}
          value={form.values.from}
        />
        <DateField label={text.to} {...form.getInputProps("to")} value={form.values.to} />
      </Pair>
    </MakeDialog>
  );
}

function InterestDialog(props: OneProps) {
  const lastYear = Number(yearOf(today())) - 1;
  const funded = Number(yearOf(props.loan.funded_on ?? today()));
  const form = useForm({
    // A year is reported once it is over; a younger loan has none of that kind yet.
    initialValues: { year: String(Math.max(lastYear, funded)) },
    validate: (values) => problems({ year: neededText(values.year) ?? readableCount(values.year) }),
    clearInputErrorOnChange: true,
  });
  return (
    <MakeDialog
      {...props}
      form={form}
      effect={text.effects.interest}
      inputOf={({ year }) => ({ year: countOf(year) })}
    >
      <TextInput label={text.year} inputMode="numeric" data-autofocus {...form.getInputProps("year")} />
    </MakeDialog>
  );
}

function PayoffLetterDialog(props: OneProps) {
  const { loan_id: loanId } = props.loan;
  const answer = useQuery(query("payoff.list", { loan_id: loanId }));
  const form = useForm({ initialValues: { quote_id: "" }, clearInputErrorOnChange: true });
  const quotes = answer.data?.quotes ?? [];
  const none = answer.isSuccess && quotes.length === 0;
  return (
    <MakeDialog
      {...props}
      form={form}
      effect={text.effects.payoff}
      refusal={none ? text.noQuote : null}
      // Without a choice it is the newest, which stands first.
      inputOf={({ quote_id: chosen }) => ({
        quote_id: chosen === "" ? (quotes[0]?.quote_id ?? null) : chosen,
      })}
    >
      {answer.error ? <ErrorNote error={toCallError(answer.error)} /> : null}
      {none ? (
        <Link to="/loans/$loanId/payments" params={{ loanId }} className={classes.toQuotes}>
          {text.toQuotes}
        </Link>
      ) : (
        <NativeSelect
          label={text.quote}
          data-autofocus
          data={quotes.map((quote) => ({
            value: quote.quote_id,
            label: text.quoteOf(formatAmount(quote.total), formatDate(quote.good_through)),
          }))}
          {...form.getInputProps("quote_id")}
        />
      )}
    </MakeDialog>
  );
}

const statusesOf = {
  draw_approval_letter: ["approved", "disbursed"],
  draw_disbursement_letter: ["disbursed"],
} as const;

function amountOf(draw: DrawSummary, kind: DrawLetterKind): string {
  return formatAmount(kind === "draw_approval_letter" ? draw.approved : draw.to_disburse);
}

function DrawLetterDialog({ kind, ...rest }: OneProps<DrawLetterKind>) {
  const answer = useQuery(
    query("draw.list", { loan_id: rest.loan.loan_id, statuses: [...statusesOf[kind]], limit: 1_000 }),
  );
  const form = useForm({ initialValues: { draw_id: "" }, clearInputErrorOnChange: true });
  const draws = (answer.data?.draws ?? []).toSorted((a, b) => b.number - a.number);
  const none = answer.isSuccess && draws.length === 0;
  return (
    <MakeDialog
      {...rest}
      kind={kind}
      form={form}
      effect={text.effects.draw}
      refusal={none ? text.noDraw[kind] : null}
      inputOf={({ draw_id: chosen }) => ({ draw_id: chosen === "" ? (draws[0]?.draw_id ?? null) : chosen })}
    >
      {answer.error ? <ErrorNote error={toCallError(answer.error)} /> : null}
      {none ? null : (
        <NativeSelect
          label={text.draw}
          data-autofocus
          data={draws.map((draw) => ({
            value: draw.draw_id,
            label: text.drawOf(draw.number, amountOf(draw, kind)),
          }))}
          {...form.getInputProps("draw_id")}
        />
      )}
    </MakeDialog>
  );
}
