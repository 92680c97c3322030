import { useState } from "react";
import { CountField } from "../../fields/DecimalField";
import { messages } from "../../messages";
import type { Check } from "./use-check";

const text = messages.imports;

type Props = {
  checked: Check;
  error: string | null;
  disabled: boolean;
  onSay: (row: number) => void;
};

/** In which row the names of columns are: as it was found or said, with what stands above it and is not read. */
export function HeaderRowField({ checked, error, disabled, onSay }: Props) {
  const [typed, setTyped] = useState(String(checked.header_row));
  const say = () => {
    const row = Number(typed.trim());
    const isOther = row !== checked.header_row || error !== null;
    if (Number.isInteger(row) && row > 0 && isOther) onSay(row);
  };
  const first = checked.above_header[0]?.text ?? "";
  return (
    <CountField
      label={text.headerRow}
      description={
        checked.rows_above_header === 0
          ? text.headerRowFirst
          : text.headerRowHint(checked.rows_above_header, first)
      }
      inputWrapperOrder={["label", "input", "description", "error"]}
      value={typed}
      error={error}
      disabled={disabled}
      onChange={setTyped}
      onBlur={say}
      onKeyDown={(event) => {
        if (event.key === "Enter") say();
      }}
    />
  );
}
