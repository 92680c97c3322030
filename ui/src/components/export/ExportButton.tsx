import type { ButtonProps } from "@mantine/core";
import { useState } from "react";
import { messages } from "../../messages";
import { CommandButton } from "../CommandButton";
import { ExportDialog, type Exportable } from "./ExportDialog";

/** Leads to a file of what the screen lists. */
export function ExportButton({ size, ...exportable }: Exportable & Pick<ButtonProps, "size">) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <CommandButton
        command="export.run"
        variant="default"
        {...(size === undefined ? {} : { size })}
        onClick={() => setOpen(true)}
      >
        {messages.exports.button}
      </CommandButton>
      {isOpen ? <ExportDialog {...exportable} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
