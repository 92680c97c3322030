import "@mantine/dates/styles.layer.css";
import { DatePicker } from "@mantine/dates";
import { today } from "../format/date";

type Props = { value: string | null; onChoose: (date: string) => void };

export default function Calendar({ value, onChoose }: Props) {
  return (
    <DatePicker
      size="xs"
      value={value}
      defaultDate={value ?? today()}
      highlightToday
      onChange={(date) => {
        if (date !== null) onChoose(date);
      }}
    />
  );
}
