import { ActionIcon, Popover, TextInput } from "@mantine/core";
import { Suspense, lazy, useState } from "react";
import { CalendarIcon } from "../components/icons";
import { formatDate } from "../format/date";
import { messages } from "../messages";
import type { FieldInputProps } from "./DecimalField";
import { parseDate } from "./parse-date";

const Calendar = lazy(() => import("./Calendar"));
const text = messages.fields;

/**
 * A date that is typed in any usual way, or picked in a calendar. The form keeps what was typed; leaving the field
 * writes a date that was read as the locale writes it.
 */
export function DateField({
  value,
  onChange,
  error,
  onBlur,
  label,
  ...input
}: FieldInputProps & { label: string }) {
  const [left, setLeft] = useState(true);
  const [opened, setOpened] = useState(false);
  const reading = parseDate(value);
  const problem = left && reading.kind === "unreadable" ? text.date : null;

  return (
    <TextInput
      autoComplete="off"
      spellCheck={false}
      {...input}
      label={label}
      value={value}
      error={problem ?? error}
      onChange={(event) => {
        setLeft(false);
        onChange(event.currentTarget.value);
      }}
      onBlur={(event) => {
        setLeft(true);
        if (reading.kind === "value") {
          const shown = formatDate(reading.value);
          if (shown !== value) onChange(shown);
        }
        onBlur?.(event);
      }}
      rightSection={
        <Popover
          opened={opened}
          onChange={setOpened}
          position="bottom-end"
          trapFocus
          returnFocus
          withinPortal
          shadow="md"
        >
          <Popover.Target>
            <ActionIcon
              size={24}
              aria-label={text.chooseDate(label)}
              disabled={input.disabled === true}
              onClick={() => setOpened(!opened)}
            >
              <CalendarIcon size={14} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown aria-label={text.calendar}>
            <Suspense fallback={null}>
              <Calendar
                value={reading.kind === "value" ? reading.value : null}
                onChoose={(date) => {
                  setOpened(false);
                  onChange(formatDate(date));
                }}
              />
            </Suspense>
          </Popover.Dropdown>
        </Popover>
      }
    />
  );
}
