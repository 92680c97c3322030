import { TextInput, type TextInputProps } from "@mantine/core";
import { useState } from "react";
import { formatAmount } from "../format/amount";
import { messages } from "../messages";
import { type Reading, parseCount, parseMoney, parseRate } from "./parse-money";

const text = messages.fields;

export type FieldInputProps = Omit<TextInputProps, "value" | "defaultValue" | "onChange"> & {
  /** What was typed; the form keeps it as it is. */
  value: string;
  onChange: (typed: string) => void;
};

type Kind = {
  read: (typed: string) => Reading;
  show: (value: string) => string;
  notANumber: string;
  digits: number;
};

/** What is wrong with a reading, in words; an unfinished one only when the field has been left. */
function problem(reading: Reading, left: boolean, kind: Kind): string | null {
  if (reading.kind === "incomplete") return left ? text.incomplete : null;
  if (reading.kind !== "unreadable") return null;
  const reasons: Record<typeof reading.reason, string> = {
    not_a_number: kind.notANumber,
    too_many_decimals: text.too_many_decimals(kind.digits),
    grouping: text.grouping,
    too_large: text.too_large,
  };
  return reasons[reading.reason];
}

function DecimalField({ value, onChange, error, onBlur, kind, ...input }: FieldInputProps & { kind: Kind }) {
  const [left, setLeft] = useState(true);
  const reading = kind.read(value);
  const shorthand =
    reading.kind === "value" && /[km]\s*$/i.test(value) ? text.equals(kind.show(reading.value)) : null;
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      description={shorthand ?? undefined}
      {...input}
      value={value}
      error={problem(reading, left, kind) ?? error}
      onChange={(event) => {
        setLeft(false);
        onChange(event.currentTarget.value);
      }}
      onBlur={(event) => {
        setLeft(true);
        if (reading.kind === "value") {
          const shown = kind.show(reading.value);
          if (shown !== value) onChange(shown);
        }
        onBlur?.(event);
      }}
    />
  );
}

/** An amount: `1,234.50`, `$1,234.50`, `(1,234.50)`, `1.2k`. Says at once what it cannot read. */
export function MoneyField({ digits, ...input }: FieldInputProps & { digits: number }) {
  const kind: Kind = {
    read: (typed) => parseMoney(typed, digits),
    show: formatAmount,
    notANumber: text.not_a_number,
    digits,
  };
  return <DecimalField {...input} kind={kind} />;
}

const rate: Kind = { read: parseRate, show: (value) => value, notANumber: text.not_a_rate, digits: 6 };

/** An annual rate in percent. */
export function RateField(input: FieldInputProps) {
  return <DecimalField rightSection="%" rightSectionPointerEvents="none" {...input} kind={rate} />;
}

const count: Kind = { read: parseCount, show: (value) => value, notANumber: text.not_a_count, digits: 0 };

/** A whole number of something. */
export function CountField(input: FieldInputProps) {
  return <DecimalField {...input} inputMode="numeric" kind={count} />;
}
