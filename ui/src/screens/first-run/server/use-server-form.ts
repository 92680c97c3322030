import { type UseFormReturnType, useForm } from "@mantine/form";
import { useState } from "react";
import type { CallError } from "../../../api/errors";
import { type ServerValues, addressOf, refusedErrors, serverValues, typedErrors } from "./server-values";

export type ServerForm = {
  form: UseFormReturnType<ServerValues>;
  /** Whether the server turned out to want a password that was not given. */
  passwordAsked: boolean;
  /** What a command takes; null, and the fields say why, where what was typed cannot be right. */
  connection: () => { address: string; passphrase: string | null } | null;
  /** Puts a refusal beside the fields that it is about. */
  refuse: (error: CallError) => void;
  /** Whether a refusal is beside a field, so that it needs no words of its own. */
  shows: (error: CallError) => boolean;
};

type Start = { startAddress?: string; startError?: CallError | null; making: boolean };

/** The connection to a shared book, as typed. */
export function useServerForm({ startAddress = "", startError = null, making }: Start): ServerForm {
  const askedAtStart = startError !== null && asksForPassword(startError, "");
  const [passwordAsked, setPasswordAsked] = useState(askedAtStart);
  const form = useForm<ServerValues>({
    initialValues: serverValues(startAddress),
    initialErrors: startError === null || askedAtStart ? {} : refusedErrors(startError, making),
  });

  const connection = () => {
    const errors = typedErrors(form.values);
    form.setErrors(errors);
    if (Object.keys(errors).length > 0) return null;
    const { password } = form.values;
    return {
      address: addressOf(form.values, startAddress),
      passphrase: password === "" ? null : password,
    };
  };
  const refuse = (error: CallError) => {
    if (asksForPassword(error, form.values.password)) setPasswordAsked(true);
    else form.setErrors(refusedErrors(error, making));
  };
  const shows = (error: CallError) => Object.keys(refusedErrors(error, making)).length > 0;
  return { form, passwordAsked, connection, refuse, shows };
}

/** A password that was not given is asked for, calmly; an unknown user is wrong all the same. */
function asksForPassword(error: CallError, password: string): boolean {
  return error.code === "access_denied" && password === "" && error.message.includes("password missing");
}
