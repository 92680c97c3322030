import { useState } from "react";
import { messages } from "../../messages";
import { CommandButton } from "../CommandButton";
import { ExportDialog, type Exportable } from "./ExportDialog";

/** Leads to a file of what the screen lists. */
export function ExportButton(exportable: Exportable) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <CommandButton command="export.run" variant="default" onClick={() => setOpen(true)}>
        {messages.exports.button}
      </CommandButton>
      {isOpen ? <ExportDialog {...exportable} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
