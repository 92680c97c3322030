import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { type CallError, fieldErrorText } from "../../api/errors";
import type { AtTime } from "../../bindings/AtTime";
import { DateField } from "../../fields/DateField";
import { messages } from "../../messages";
import classes from "./AsOf.module.css";
import { type AsOfValues, isNow, isSameTime, noTime, readAsOf } from "./as-of";

const text = messages.asOf;

type Props = {
  start?: AsOfValues;
  /** What was asked for last, and why it was refused. */
  asked: AtTime | null;
  error: CallError | null;
  /** Whether empty fields, which mean now, are an answer too. */
  takesNow?: boolean;
  onAsk: (time: AtTime) => void;
};

/** Whether a refusal is shown beside one of the fields, so that it needs no words of its own. */
export function isBesideField(error: CallError): boolean {
  return error.field === "known_at" || error.field === "effective_on";
}

/** Asks for another time: a moment of knowledge, a business date, or both. */
export function AsOfForm({ start = noTime, asked, error, takesNow = false, onAsk }: Props) {
  const [values, setValues] = useState(start);
  const [tried, setTried] = useState(false);
  const reading = readAsOf(values);
  const errors = tried && reading.kind === "unreadable" ? reading.errors : {};
  const empty = reading.kind === "value" && isNow(reading.value) && !takesNow;

  // The refusal is about what was asked for, not about what has been typed since.
  const stands = reading.kind === "value" && asked !== null && isSameTime(reading.value, asked);
  const refused = (field: string) => (stands && error?.field === field ? fieldErrorText(error) : undefined);
  const set = (change: Partial<AsOfValues>) => {
    setTried(false);
    setValues((before) => ({ ...before, ...change }));
  };

  return (
    <form
      className={classes.form}
      aria-label={text.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (reading.kind === "value" && !empty) onAsk(reading.value);
      }}
    >
      <DateField
        label={text.known}
        value={values.knownOn}
        error={errors.knownOn ?? (tried && empty ? text.needed : refused("known_at"))}
        onChange={(knownOn) => set({ knownOn, exact: null })}
        data-autofocus
      />
      <TextInput
        label={text.knownTime}
        description={text.knownTimeHint}
        autoComplete="off"
        spellCheck={false}
        value={values.knownTime}
        error={errors.knownTime}
        onChange={(event) => set({ knownTime: event.currentTarget.value, exact: null })}
      />
      <DateField
        label={text.effective}
        value={values.effectiveOn}
        error={errors.effectiveOn ?? refused("effective_on")}
        onChange={(effectiveOn) => set({ effectiveOn })}
      />
      <Button type="submit" className={classes.ask}>
        {text.show}
      </Button>
    </form>
  );
}
