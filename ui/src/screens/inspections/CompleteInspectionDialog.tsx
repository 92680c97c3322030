import { NativeSelect, TextInput, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import { useWrite } from "../../api/write";
import { useBook } from "../../app/book-context";
import type { Budget } from "../../bindings/Budget";
import type { BudgetLine } from "../../bindings/BudgetLine";
import { AttachmentDrop } from "../../components/attachments/AttachmentDrop";
import { ErrorNote } from "../../components/ErrorNote";
import { FormDialog } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { DateField } from "../../fields/DateField";
import { RateField } from "../../fields/DecimalField";
import { readDraft, useKeptDraft } from "../../fields/draft";
import { errorBesideNoField, showFieldError } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import { options, orNull, valueOf } from "../../fields/values";
import { formatRate } from "../../format/amount";
import { formatDate, today } from "../../format/date";
import { messages } from "../../messages";
import { ChosenFiles } from "../draw/Files";
import {
  type InspectionForm,
  type PlannedVisit,
  inspectionErrors,
  photoIds,
  progressLines,
  progressOf,
  startOf,
  workLines,
} from "./inspection-form";
import classes from "./Inspections.module.css";

const text = messages.inspections;
const kinds = options(text.kinds);

type Props = {
  loanId: string;
  drawId: string | null;
  /** The visit that was scheduled; none of one that nobody had planned. */
  planned: PlannedVisit | null;
  onClose: () => void;
};

/** Records what a visit found. What is typed is kept over a crash of the window. */
export function CompleteInspectionDialog(props: Props) {
  const budget = useQuery(query("budget.get", { loan_id: props.loanId }));
  if (budget.data) return <InspectionFields {...props} budget={budget.data} />;
  if (!budget.error) return null;
  return <ErrorNote error={toCallError(budget.error)} />;
}

function InspectionFields({ loanId, drawId, planned, budget, onClose }: Props & { budget: Budget }) {
  const { user } = useBook();
  const [start] = useState(() => startOf(planned, budget.lines, user, formatDate(today())));
  const key = `inspection ${planned?.inspection_id ?? drawId ?? loanId}`;
  const [restored] = useState(() => readDraft(key, start));
  const form = useForm<InspectionForm>({
    initialValues: restored ?? start,
    validate: (values) => inspectionErrors(values, budget.lines),
    clearInputErrorOnChange: true,
  });
  const forget = useKeptDraft(key, start, form.values);
  const complete = useWrite("inspection.complete", {
    onSuccess: () => {
      forget();
      notify(text.complete.done);
      onClose();
    },
  });
  const submit = form.onSubmit((values) =>
    complete.mutate(
      {
        inspection_id: planned?.inspection_id ?? null,
        loan_id: planned ? null : loanId,
        draw_id: planned ? null : drawId,
        kind: values.kind,
        inspector: values.inspector.trim(),
        inspected_on: valueOf(parseDate(values.inspected_on)),
        lines: progressLines(values, budget.lines),
        findings: orNull(values.findings),
        photos: photoIds(values),
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  const photos = photoIds(form.values);
  const setPhotos = (ids: readonly string[]) => form.setFieldValue("photos", ids.join(" "));
  const field = (name: string) => ({ ...form.getInputProps(name), value: form.values[name] ?? "" });
  return (
    <FormDialog
      title={text.complete.title}
      size={760}
      submit={text.complete.submit}
      pending={complete.isPending}
      error={errorBesideNoField(form, complete.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      {restored ? (
        <p className={classes.restored} role="status">
          {text.complete.restored}
        </p>
      ) : null}
      {planned?.note ? (
        <p>
          <strong>{text.note}: </strong>
          {planned.note}
        </p>
      ) : null}
      <div className={classes.three}>
        <TextInput label={text.inspector} {...field("inspector")} />
        <DateField label={text.complete.on} {...field("inspected_on")} />
        <NativeSelect label={text.kind} data={kinds} {...field("kind")} />
      </div>
      <section aria-label={text.complete.lines} className={classes.part}>
        <PlainTable
          name={text.complete.lines}
          columns={columnsOf(field)}
          rows={workLines(budget.lines)}
          rowId={(line) => line.code}
        />
        <span className={classes.hint}>{text.complete.percentHint}</span>
      </section>
      <Textarea label={text.complete.findings} autosize minRows={2} maxRows={8} {...field("findings")} />
      <section aria-label={text.complete.photos} className={classes.part}>
        <h3>{text.complete.photos}</h3>
        <AttachmentDrop
          loanId={loanId}
          onAdded={(added) =>
            // What was added meanwhile is in the form's newest state, not in this drawing of it.
            form.setFieldValue("photos", (before) => `${before} ${added.attachment_id}`)
          }
        />
        {photos.length === 0 ? null : (
          <ChosenFiles
            loanId={loanId}
            ids={photos}
            onRemove={(removed) => setPhotos(photos.filter((id) => id !== removed))}
          />
        )}
      </section>
    </FormDialog>
  );
}

type Field = (name: string) => { value: string; onChange: (typed: string) => void };

function columnsOf(field: Field): ReadonlyArray<PlainColumn<BudgetLine>> {
  const columns = text.complete;
  return [
    { id: "line", header: columns.line, cell: (line) => line.description },
    { id: "drawn", header: columns.drawn, end: true, cell: (line) => formatRate(line.percent_drawn) },
    {
      id: "before",
      header: columns.before,
      end: true,
      cell: (line) =>
        line.percent_complete === null ? messages.common.none : formatRate(line.percent_complete),
    },
    {
      id: "percent",
      header: columns.percent,
      cell: (line) => (
        <RateField
          aria-label={columns.percentOf(line.description)}
          className={classes.percent ?? ""}
          {...field(progressOf(line.code))}
        />
      ),
    },
  ];
}
