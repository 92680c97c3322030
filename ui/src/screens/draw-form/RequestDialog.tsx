import { useForm } from "@mantine/form";
import { useWrite } from "../../api/write";
import type { Budget } from "../../bindings/Budget";
import type { RequestPreview } from "../../bindings/RequestPreview";
import type { RequestedLinePreview } from "../../bindings/RequestedLinePreview";
import { Amount } from "../../components/Amount";
import { FormDialog } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { DateField } from "../../fields/DateField";
import { errorBesideNoField, showFieldError } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import { neededDate, problems, valueOf } from "../../fields/values";
import { formatAmount, formatCount, isZero } from "../../format/amount";
import { formatDate, today } from "../../format/date";
import { messages } from "../../messages";
import type { SavedDraft } from "./use-autosave";

const text = messages.draws.request;

type Props = {
  draft: SavedDraft;
  budget: Budget;
  preview: RequestPreview;
  files: number;
  onDone: () => void;
  onClose: () => void;
};

/** Shows once more what is asked for, and hands it in. */
export function RequestDialog({ draft, budget, preview, files, onDone, onClose }: Props) {
  const form = useForm({
    initialValues: { requested_on: formatDate(today()) },
    validate: (values) => problems({ requested_on: neededDate(values.requested_on) }),
    clearInputErrorOnChange: true,
  });
  const request = useWrite("draw.request", {
    onSuccess: (draw) => {
      notify(text.done(draw.number, formatAmount(draw.requested)));
      onDone();
    },
  });
  const submit = form.onSubmit((values) =>
    request.mutate(
      {
        draw_id: draft.drawId,
        expected_version: draft.version,
        requested_on: valueOf(parseDate(values.requested_on)),
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={text.title(draft.number)}
      size={560}
      submit={text.submit(formatAmount(preview.total))}
      pending={request.isPending}
      focusSubmit
      error={errorBesideNoField(form, request.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{text.lead}</p>
      <PlainTable
        name={messages.draws.form.table}
        columns={columnsOf(budget)}
        rows={preview.lines.filter((line) => !isZero(line.requested))}
        rowId={(line) => line.code}
        foot={[
          `${text.total} · ${text.files}: ${formatCount(files)}`,
          <Amount key="total" value={preview.total} />,
          null,
        ]}
      />
      <DateField label={text.on} {...form.getInputProps("requested_on")} value={form.values.requested_on} />
    </FormDialog>
  );
}

function columnsOf(budget: Budget): ReadonlyArray<PlainColumn<RequestedLinePreview>> {
  const names = new Map(budget.lines.map((line) => [line.code, line.description]));
  return [
    { id: "line", header: text.line, cell: (line) => names.get(line.code) ?? line.code },
    { id: "amount", header: text.amount, end: true, cell: (line) => <Amount value={line.requested} /> },
    { id: "left", header: text.left, end: true, cell: (line) => <Amount value={line.left} /> },
  ];
}
