import { NativeSelect, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useWrite } from "../../api/write";
import type { InspectionKind } from "../../bindings/InspectionKind";
import { FormDialog, Pair } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { DateField } from "../../fields/DateField";
import { errorBesideNoField, showFieldError } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import { neededDate, neededText, options, orNull, problems, valueOf } from "../../fields/values";
import { addDays, formatDate, today } from "../../format/date";
import { messages } from "../../messages";

const text = messages.inspections;
const kinds = options(text.kinds);

type Props = { loanId: string; drawId?: string; onClose: () => void };
type Values = { inspector: string; scheduled_on: string; kind: InspectionKind; note: string };

/** Says who visits the site, and when. */
export function ScheduleInspectionDialog({ loanId, drawId, onClose }: Props) {
  const form = useForm<Values>({
    initialValues: {
      inspector: "",
      scheduled_on: formatDate(addDays(today(), 1)),
      kind: "progress",
      note: "",
    },
    validate: (values) =>
      problems({ inspector: neededText(values.inspector), scheduled_on: neededDate(values.scheduled_on) }),
    clearInputErrorOnChange: true,
  });
  const schedule = useWrite("inspection.schedule", {
    onSuccess: ({ inspector, scheduled_on: day }) => {
      notify(text.schedule.done(inspector, formatDate(day ?? today())));
      onClose();
    },
  });
  const submit = form.onSubmit((values) =>
    schedule.mutate(
      {
        loan_id: loanId,
        draw_id: drawId ?? null,
        inspector: values.inspector.trim(),
        scheduled_on: valueOf(parseDate(values.scheduled_on)) ?? values.scheduled_on,
        kind: values.kind,
        note: orNull(values.note),
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={text.schedule.title}
      submit={text.schedule.submit}
      pending={schedule.isPending}
      error={errorBesideNoField(form, schedule.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput label={text.inspector} data-autofocus {...form.getInputProps("inspector")} />
      <Pair>
        <DateField
          label={text.scheduledOn}
          {...form.getInputProps("scheduled_on")}
          value={form.values.scheduled_on}
        />
        <NativeSelect label={text.kind} data={kinds} {...form.getInputProps("kind")} />
      </Pair>
      <TextInput label={text.note} {...form.getInputProps("note")} />
    </FormDialog>
  );
}
