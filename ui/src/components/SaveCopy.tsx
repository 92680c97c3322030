import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import type { CallError } from "../api/errors";
import { messages } from "../messages";
import { platform } from "../platform";
import { ErrorNote } from "./ErrorNote";
import classes from "./SaveCopy.module.css";

const text = messages.attachments;

type Props = {
  /** The words on the button that leads to the system's dialog. */
  label: string;
  fileName: string;
  running: boolean;
  error: CallError | null;
  savedTo: string | null;
  /** The button is as wide as its place. */
  fullWidth?: boolean;
  onSave: (path: string) => void;
};

/** Writes a copy of what the book keeps to a file: chosen in the system's dialog, or typed where there is none. */
export function SaveCopy({ label, fileName, running, error, savedTo, fullWidth = false, onSave }: Props) {
  const [path, setPath] = useState("");
  const save = (to: string | null) => {
    if (to !== null && to.trim() !== "") onSave(to.trim());
  };
  const choose = async () => save(await platform.chooseNewFile(fileName));
  return (
    <>
      {error ? <ErrorNote error={error} /> : null}
      {savedTo === null ? null : (
        <p role="status" className={classes.saved} data-selectable>
          {text.saved(savedTo)}
        </p>
      )}
      {platform.hasFileDialogs ? (
        <div className={classes.actions}>
          <Button variant="default" fullWidth={fullWidth} loading={running} onClick={() => void choose()}>
            {label}
          </Button>
        </div>
      ) : (
        <div className={classes.path}>
          <TextInput
            label={text.saveTo}
            value={path}
            spellCheck={false}
            onChange={(event) => setPath(event.currentTarget.value)}
          />
          <Button variant="default" loading={running} onClick={() => save(path)}>
            {text.saveHere}
          </Button>
        </div>
      )}
    </>
  );
}
