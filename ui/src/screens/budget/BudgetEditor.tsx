import { Button, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { usePreview } from "../../api/preview";
import { useWrite } from "../../api/write";
import { useBook } from "../../app/book-context";
import type { Budget } from "../../bindings/Budget";
import type { BudgetPreview } from "../../bindings/BudgetPreview";
import type { Loan } from "../../bindings/Loan";
import { Amount } from "../../components/Amount";
import { CommandButton } from "../../components/CommandButton";
import { ErrorNote } from "../../components/ErrorNote";
import { Figure, Figures } from "../../components/Figures";
import { notify } from "../../components/notify";
import { Problem } from "../../components/Problem";
import { MoneyField, RateField } from "../../fields/DecimalField";
import { fieldErrorText } from "../../api/errors";
import { formatAmount, isNegative, isZero } from "../../format/amount";
import { messages } from "../../messages";
import { type BudgetForm, budgetErrors, formOf, readable } from "./budget-form";
import classes from "./Budget.module.css";
import { LinesEditor } from "./LinesEditor";
import { PlanEditor } from "./PlanEditor";
import { readKeptBudget, useKeptBudget } from "./kept-budget";

const text = messages.budget.editor;

type Props = { loan: Loan; budget: Budget | null };

/** Lines, set-asides, retainage and plan of a budget; their sums come from Rust while they are typed. */
export function BudgetEditor({ loan, budget }: Props) {
  const navigate = useNavigate();
  const { minor_digits: digits } = useBook();
  // What a colleague changes meanwhile is no part of what is typed; saving says so.
  const [start] = useState(() => ({ form: formOf(budget), version: budget?.version ?? null }));
  const draftKey = `budget ${loan.loan_id} ${start.version ?? "new"}`;
  const [restored, setRestored] = useState(() => readKeptBudget(draftKey));
  const reasonNeeded = (budget?.timeline.length ?? 0) > 0;
  const form = useForm<BudgetForm>({
    initialValues: restored ?? start.form,
    validate: (values) => budgetErrors(values, digits, reasonNeeded),
    clearInputErrorOnChange: true,
  });
  const forgetDraft = useKeptBudget(draftKey, start.form, form.values);
  const asked = readable(form.values, loan.loan_id, digits);
  const preview = usePreview("budget.preview", asked);
  const leave = () => void navigate({ to: "/loans/$loanId/draws", params: { loanId: loan.loan_id } });
  const save = useWrite("budget.set", {
    onSuccess: () => {
      forgetDraft();
      notify(text.saved(loan.number));
      leave();
    },
  });
  const submit = form.onSubmit(() =>
    save.mutate(
      { ...asked, expected_version: start.version },
      {
        onError: (error) => {
          if (error.field !== null && error.field in form.values && error.field !== "lines") {
            form.setFieldError(error.field, fieldErrorText(error));
          }
        },
      },
    ),
  );
  const discard = () => {
    forgetDraft();
    form.setValues(start.form);
    form.clearErrors();
    setRestored(null);
  };
  return (
    <form className={classes.editor} onSubmit={submit} aria-label={messages.budget.title} noValidate>
      <div className={classes.scroll}>
        {restored ? (
          <div className={classes.draft} role="status">
            <span>{text.restored}</span>
            <Button variant="subtle" color="gray" onClick={discard}>
              {messages.newLoan.discard}
            </Button>
          </div>
        ) : null}
        <LinesEditor form={form} digits={digits} />
        <div className={classes.beside}>
          <SetAside form={form} digits={digits} />
          <PlanEditor form={form} digits={digits} />
        </div>
        {budget ? (
          <TextInput
            label={text.reason}
            description={text.reasonHint}
            {...form.getInputProps("reason")}
            value={form.values.reason}
          />
        ) : null}
        {save.error && !(save.error.field !== null && save.error.field in form.errors) ? (
          <ErrorNote error={save.error} {...(save.error.code === "conflict" ? {} : { onRetry: submit })} />
        ) : null}
      </div>
      <footer className={classes.foot}>
        <Sums preview={preview.data} stale={preview.stale} />
        <Problem problem={asked.lines.length === 0 ? null : preview.data?.problem} />
        <div className={classes.actions}>
          <span className={classes.keys}>{text.keys}</span>
          <Button variant="default" onClick={leave}>
            {messages.common.cancel}
          </Button>
          <CommandButton command="budget.set" type="submit" loading={save.isPending}>
            {text.submit}
          </CommandButton>
        </div>
      </footer>
    </form>
  );
}

type PartProps = { form: UseFormReturnType<BudgetForm>; digits: number };

function SetAside({ form, digits }: PartProps) {
  const field = (name: "contingency" | "interest_reserve" | "retainage_percent") => ({
    ...form.getInputProps(name),
    value: form.values[name],
  });
  return (
    <fieldset className={classes.part}>
      <legend>{text.setAside}</legend>
      <MoneyField
        label={text.contingency}
        description={text.contingencyHint}
        digits={digits}
        {...field("contingency")}
      />
      <MoneyField
        label={text.reserve}
        description={text.reserveHint}
        digits={digits}
        {...field("interest_reserve")}
      />
      <RateField label={text.retainage} description={text.retainageHint} {...field("retainage_percent")} />
    </fieldset>
  );
}

function Sums({ preview, stale }: { preview: BudgetPreview | null; stale: boolean }) {
  if (!preview) return null;
  return (
    <div aria-busy={stale} className={classes.sums}>
      <Figures>
        <Figure label={text.total} strong>
          <Amount value={preview.total} />
        </Figure>
        <Figure label={text.commitment}>
          <Amount value={preview.commitment} />
        </Figure>
        <Figure label={text.left}>
          <Amount value={preview.left} />
        </Figure>
        {isZero(preview.planned) ? null : (
          <Figure label={text.planned}>
            <Amount value={preview.planned} />
          </Figure>
        )}
      </Figures>
      {isNegative(preview.left) ? (
        <p className={classes.warning}>{text.overBy(formatAmount(preview.left.slice(1)))}</p>
      ) : null}
    </div>
  );
}
