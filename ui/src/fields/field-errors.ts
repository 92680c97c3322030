import type { UseFormReturnType } from "@mantine/form";
import { type CallError, fieldErrorText } from "../api/errors";

type ErrorForm = { values: object; setFieldError: (field: string, text: string) => void };

/** Puts an error of a command beside the field that it names; what was typed stays as it is. */
export function showFieldError(form: ErrorForm, error: CallError): void {
  if (error.field !== null) form.setFieldError(error.field, fieldErrorText(error));
}

/** Whether the error belongs beside one of the form's fields, not under the form. */
export function belongsToField(form: ErrorForm, error: CallError): boolean {
  return error.field !== null && error.field in form.values;
}

/** The error, where no field of the form says it. */
export function errorBesideNoField(form: ErrorForm, error: CallError | null): CallError | null {
  return error === null || belongsToField(form, error) ? null : error;
}

/** What a field of the form needs, with what a preview refuses of it. */
export function fieldWith<V extends object, N extends keyof V & string>(
  form: UseFormReturnType<V>,
  name: N,
  refused: CallError | null,
) {
  const input = form.getInputProps(name);
  const error = refused?.field === name ? fieldErrorText(refused) : null;
  return { ...input, value: form.values[name], error: input.error ?? error };
}
