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
