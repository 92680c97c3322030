import { SegmentedControl } from "@mantine/core";
import { messages } from "../../messages";

const text = messages.place;

/** Where a book is kept. */
export type Place = "computer" | "server";

type Props = { value: Place; disabled: boolean; onChange: (place: Place) => void };

export function PlaceField({ value, disabled, onChange }: Props) {
  return (
    <SegmentedControl
      size="xs"
      aria-label={text.label}
      value={value}
      disabled={disabled}
      onChange={onChange}
      data={[
        { value: "computer", label: text.computer },
        { value: "server", label: text.server },
      ]}
    />
  );
}
