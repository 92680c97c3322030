import { useState } from "react";
import { CommandButton } from "../../components/CommandButton";
import { TableDialog } from "../../components/export/TableDialog";
import { messages } from "../../messages";
import type { Check, CheckInput } from "./use-check";

const text = messages.imports;

/** Leads to a file of what is wrong with the one that was checked, for whoever made it. */
export function ExportProblems({ checked, of }: { checked: Check; of: CheckInput }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <CommandButton
        command="import.export_problems"
        variant="default"
        miw="max-content"
        onClick={() => setOpen(true)}
      >
        {messages.exports.button}
      </CommandButton>
      {isOpen ? (
        <TableDialog
          command="import.export_problems"
          title={text.exportProblems}
          name={text.problemsOf(checked.file_name)}
          pathField="to"
          input={({ path, format, replace }) => ({
            ...of,
            expected_sha256: checked.sha256,
            to: path,
            format,
            replace,
          })}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
