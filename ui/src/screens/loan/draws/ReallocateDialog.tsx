import { NativeSelect, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { usePreview } from "../../../api/preview";
import { useWrite } from "../../../api/write";
import { useBook } from "../../../app/book-context";
import type { Budget } from "../../../bindings/Budget";
import type { Loan } from "../../../bindings/Loan";
import type { ReallocatedLinePreview } from "../../../bindings/ReallocatedLinePreview";
import { Amount } from "../../../components/Amount";
import { ErrorNote } from "../../../components/ErrorNote";
import { FormDialog, Pair } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { Problem } from "../../../components/Problem";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { MoneyField } from "../../../fields/DecimalField";
import { belongsToField, errorBesideNoField, fieldWith, showFieldError } from "../../../fields/field-errors";
import { parseMoney } from "../../../fields/parse-money";
import { neededMoney, neededText, problems, valueOf } from "../../../fields/values";
import { formatAmount } from "../../../format/amount";
import { messages } from "../../../messages";
import classes from "./Draws.module.css";

const text = messages.budget.reallocation;

type Props = { loan: Loan; budget: Budget; onClose: () => void };

/** Moves money between lines of the budget, and shows both before that. */
export function ReallocateDialog({ loan, budget, onClose }: Props) {
  const { minor_digits: digits } = useBook();
  const form = useForm({
    initialValues: { from: "", to: "", amount: "", reason: "" },
    validate: (values) =>
      problems({
        from: neededText(values.from),
        to: neededText(values.to),
        amount: neededMoney(values.amount, digits),
        reason: neededText(values.reason),
      }),
    clearInputErrorOnChange: true,
  });
  const { from, to } = form.values;
  const amount = valueOf(parseMoney(form.values.amount, digits));
  const asked =
    from === "" || to === "" || amount === null ? null : { loan_id: loan.loan_id, from, to, amount };
  const preview = usePreview("budget.preview_reallocation", asked);
  const move = useWrite("budget.reallocate", {
    onSuccess: (_, sent) => {
      notify(text.done(formatAmount(sent.amount)));
      onClose();
    },
  });
  const submit = form.onSubmit((values) => {
    if (asked === null) return;
    move.mutate(
      { ...asked, reason: values.reason.trim() },
      { onError: (error) => showFieldError(form, error) },
    );
  });
  const lines = [
    { value: "", label: text.choose },
    ...budget.lines.map((line) => ({
      value: line.code,
      label: `${line.description} · ${formatAmount(line.available)}`,
    })),
  ];
  const field = (name: "from" | "to" | "amount") => fieldWith(form, name, preview.error);
  return (
    <FormDialog
      title={text.title(loan.number)}
      size={600}
      submit={text.submit}
      disabled={asked !== null && (preview.stale || Boolean(preview.data?.problem))}
      pending={move.isPending}
      error={errorBesideNoField(form, move.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{text.lead}</p>
      <Pair>
        <NativeSelect label={text.from} data={lines} data-autofocus {...field("from")} />
        <NativeSelect label={text.to} data={lines} {...field("to")} />
      </Pair>
      <Pair>
        <MoneyField label={text.amount} digits={digits} {...field("amount")} />
        <TextInput label={text.reason} {...form.getInputProps("reason")} />
      </Pair>
      {preview.data ? (
        <section aria-label={text.effect} aria-busy={preview.stale}>
          <PlainTable
            name={text.effect}
            columns={columnsOf(budget)}
            rows={[preview.data.from, preview.data.to]}
            rowId={(line) => `${line.code} ${line.budget_after}`}
          />
        </section>
      ) : (
        <p className={classes.muted}>{text.empty}</p>
      )}
      <Problem problem={preview.data?.problem} />
      {preview.error && !belongsToField(form, preview.error) ? <ErrorNote error={preview.error} /> : null}
    </FormDialog>
  );
}

function columnsOf(budget: Budget): ReadonlyArray<PlainColumn<ReallocatedLinePreview>> {
  const names = new Map(budget.lines.map((line) => [line.code, line.description]));
  return [
    { id: "line", header: text.columns.line, cell: (line) => names.get(line.code) ?? line.code },
    {
      id: "before",
      header: text.columns.before,
      end: true,
      cell: (line) => <Amount value={line.budget_before} />,
    },
    {
      id: "after",
      header: text.columns.after,
      end: true,
      cell: (line) => <Amount value={line.budget_after} />,
    },
    {
      id: "available",
      header: text.columns.available,
      end: true,
      cell: (line) => <Amount value={line.available_after} />,
    },
  ];
}
