import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import type { CommandName, Input } from "../api/client";
import { useWrite } from "../api/write";
import { DateField } from "../fields/DateField";
import { errorBesideNoField, showFieldError } from "../fields/field-errors";
import { parseDate } from "../fields/parse-date";
import { neededDate, neededText, problems, valueOf } from "../fields/values";
import { formatDate, today } from "../format/date";
import { messages } from "../messages";
import { FormDialog } from "./FormDialog";
import { notify } from "./notify";

type Props<N extends CommandName> = {
  command: N;
  title: string;
  submit: string;
  /** What is told once it is done. */
  done: string;
  danger?: boolean;
  /** The day from which it holds, where the command asks for one: as the command calls it, and as the form does. */
  day?: { name: string; label: string };
  input: (reason: string, on: string | null) => Input<N>;
  onClose: () => void;
  /** What it is about. */
  children?: ReactNode;
};

/** Asks why, and then takes something away. */
export function ReasonDialog<N extends CommandName>(props: Props<N>) {
  const { command, title, submit, done, danger = false, day, input, onClose, children } = props;
  const form = useForm<Record<string, string>>({
    initialValues: { reason: "", ...(day ? { [day.name]: formatDate(today()) } : {}) },
    validate: (values) =>
      problems({
        reason: neededText(values["reason"] ?? ""),
        ...(day ? { [day.name]: neededDate(values[day.name] ?? "") } : {}),
      }),
    clearInputErrorOnChange: true,
  });
  const write = useWrite(command, {
    onSuccess: () => {
      notify(done);
      onClose();
    },
  });
  const typedDay = day ? (form.values[day.name] ?? "") : "";
  return (
    <FormDialog
      title={title}
      submit={submit}
      pending={write.isPending}
      danger={danger}
      error={errorBesideNoField(form, write.error)}
      onSubmit={form.onSubmit((values) =>
        write.mutate(input((values["reason"] ?? "").trim(), valueOf(parseDate(typedDay))), {
          onError: (error) => showFieldError(form, error),
        }),
      )}
      onClose={onClose}
    >
      {children}
      <TextInput label={messages.fieldLabels.reason} data-autofocus {...form.getInputProps("reason")} />
      {day ? <DateField label={day.label} {...form.getInputProps(day.name)} value={typedDay} /> : null}
    </FormDialog>
  );
}
