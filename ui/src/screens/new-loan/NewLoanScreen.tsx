import { Button } from "@mantine/core";
import { CommandButton } from "../../components/CommandButton";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { usePreview } from "../../api/preview";
import { type Unanswered, useWrite } from "../../api/write";
import { useBook } from "../../app/book-context";
import { BackLink } from "../../components/BackLink";
import { ErrorNote } from "../../components/ErrorNote";
import { notify } from "../../components/notify";
import { Screen } from "../../components/Screen";
import { readDraft, useKeptDraft } from "../../fields/draft";
import { belongsToField, showFieldError } from "../../fields/field-errors";
import { messages } from "../../messages";
import { type LoanForm, emptyForm, loanFormErrors, loanInput, scheduleInput } from "./form-values";
import { LoanFields } from "./LoanFields";
import classes from "./NewLoanScreen.module.css";
import { PreviewPanel } from "./PreviewPanel";

const text = messages.newLoan;

/** Outlives the screen, as the draft does: a loan that is sent again after coming back is still the same loan. */
const unanswered: Unanswered = new Map();

/** A new loan: its terms on the left, and beside them the schedule that they make. */
export default function NewLoanScreen() {
  const navigate = useNavigate();
  const { organization_id: organization, currency, minor_digits: digits } = useBook();
  const [start] = useState(emptyForm);
  const draftKey = `new loan ${organization}`;
  const [restored, setRestored] = useState(() => readDraft(draftKey, start));
  const form = useForm<LoanForm>({
    initialValues: restored ?? start,
    validate: (values) => loanFormErrors(values, digits),
    clearInputErrorOnChange: true,
  });
  const forgetDraft = useKeptDraft(draftKey, start, form.values);

  const create = useWrite("loan.create", {
    unanswered,
    onSuccess: (loan) => {
      forgetDraft();
      notify(text.created(loan.number));
      void navigate({ to: "/loans/$loanId", params: { loanId: loan.loan_id } });
    },
  });
  const preview = usePreview("schedule.preview", scheduleInput(form.values, currency, digits));
  const submit = form.onSubmit((values) =>
    create.mutate(loanInput(values, digits), { onError: (error) => showFieldError(form, error) }),
  );
  const discard = () => {
    forgetDraft();
    form.setValues(start);
    form.clearErrors();
    setRestored(null);
  };

  return (
    <Screen title={text.title} above={<BackLink to="/loans">{messages.loan.back}</BackLink>} fill>
      <div className={classes.columns}>
        <form className={classes.form} onSubmit={submit} aria-label={text.title} noValidate>
          {restored ? (
            <div className={classes.draft} role="status">
              <span>{text.restored}</span>
              <Button variant="subtle" color="gray" onClick={discard}>
                {text.discard}
              </Button>
            </div>
          ) : null}
          <LoanFields form={form} digits={digits} currency={currency} previewError={preview.error} />
          {create.error && !belongsToField(form, create.error) ? (
            <ErrorNote error={create.error} onRetry={() => submit()} />
          ) : null}
          <div className={classes.actions}>
            <Button variant="default" onClick={() => void navigate({ to: "/loans" })}>
              {messages.common.cancel}
            </Button>
            <CommandButton command="loan.create" type="submit" loading={create.isPending}>
              {text.submit}
            </CommandButton>
          </div>
        </form>
        <PreviewPanel preview={preview.data} stale={preview.stale} error={preview.error} form={form} />
      </div>
    </Screen>
  );
}
