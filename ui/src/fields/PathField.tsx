import { Button, TextInput, type TextInputProps } from "@mantine/core";
import { messages } from "../messages";
import { platform } from "../platform";
import classes from "./PathField.module.css";

type Props = Omit<TextInputProps, "onChange" | "label"> & {
  label: string;
  value: string;
  onChange: (path: string) => void;
  onChoose: () => Promise<string | null>;
};

/** A path of a file or a folder that is typed, or picked in the system's dialog where there is one. */
export function PathField({ value, onChange, onChoose, ...input }: Props) {
  const choose = async () => {
    const chosen = await onChoose();
    if (chosen !== null) onChange(chosen);
  };
  const field = (
    <TextInput
      {...input}
      value={value}
      spellCheck={false}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
  if (!platform.hasFileDialogs) return field;
  return (
    <div className={classes.path}>
      {field}
      <Button
        variant="default"
        aria-label={`${messages.common.choose} ${input.label}`}
        onClick={() => void choose()}
      >
        {messages.common.choose}
      </Button>
    </div>
  );
}
