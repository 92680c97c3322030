import type { UseFormReturnType } from "@mantine/form";
import type { CallError } from "../../api/errors";
import type { SchedulePreview } from "../../bindings/SchedulePreview";
import { Amount } from "../../components/Amount";
import { ErrorNote } from "../../components/ErrorNote";
import { Figure, Figures } from "../../components/Figures";
import { belongsToField } from "../../fields/field-errors";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";
import { ScheduleTable } from "../schedule/ScheduleTable";
import type { LoanForm } from "./form-values";
import classes from "./NewLoanScreen.module.css";

const text = messages.figures;

type Props = {
  preview: SchedulePreview | null;
  stale: boolean;
  error: CallError | null;
  form: UseFormReturnType<LoanForm>;
};

/** The schedule as the terms now make it, with its payment and totals. */
export function PreviewPanel({ preview, stale, error, form }: Props) {
  const first = preview?.payments[0];
  return (
    <section className={classes.preview} aria-label={messages.newLoan.preview} aria-busy={stale}>
      {error && !belongsToField(form, error) ? <ErrorNote error={error} /> : null}
      {preview && first ? (
        <>
          <Figures>
            <Figure label={text.levelPayment} strong>
              <Amount value={first.payment} />
            </Figure>
            <Figure label={text.payments}>{preview.payments.length}</Figure>
            <Figure label={text.totalInterest}>
              <Amount value={preview.totals.interest} />
            </Figure>
            <Figure label={text.maturity}>{formatDate(preview.maturity_on)}</Figure>
          </Figures>
          {form.values.construction === "yes" ? (
            <p className={classes.previewNote}>{messages.newLoan.constructionPreview}</p>
          ) : null}
          <ScheduleTable rows={preview.payments} years={preview.years} totals={preview.totals} />
        </>
      ) : (
        <p className={classes.previewEmpty}>
          {error ? messages.newLoan.previewRefused : messages.newLoan.previewEmpty}
        </p>
      )}
    </section>
  );
}
