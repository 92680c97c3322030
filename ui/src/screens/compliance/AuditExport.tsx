import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import guide from "../../../../docs/AUDIT.md?raw";
import { fieldErrorText } from "../../api/errors";
import { useLongWork } from "../../api/long-work";
import { query } from "../../api/queries";
import { useBook } from "../../app/book-context";
import { CommandButton } from "../../components/CommandButton";
import { FileDialog } from "../../components/export/FileDialog";
import { suggestFile } from "../../components/export/suggest-file";
import { notify } from "../../components/notify";
import { PathField } from "../../fields/PathField";
import { formatCount } from "../../format/amount";
import { messages } from "../../messages";
import { platform } from "../../platform";
import classes from "./Compliance.module.css";

const text = messages.compliance.audit;

/** The Python of the guide, which an installed program does not come with. */
const checker = /```python\n([^]*?)```/.exec(guide)?.[1] ?? "";

/** Leads to a file of the log that can be checked without the program. */
export function AuditExport() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <CommandButton command="compliance.export" variant="default" onClick={() => setOpen(true)}>
        {text.button}
      </CommandButton>
      {isOpen ? <AuditDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function AuditDialog({ onClose }: { onClose: () => void }) {
  const { organization } = useBook();
  const recent = useQuery(query("book.recent", {}));
  const [typed, setTyped] = useState<string | null>(null);
  const [replace, setReplace] = useState(false);
  const work = useLongWork("compliance.export", {
    onSuccess: (written) => {
      notify(text.written(formatCount(written.entries), written.path));
      onClose();
    },
  });
  const path =
    typed ?? suggestFile(recent.data?.suggested_folder ?? "", organization, "compliance", "ndjson");
  const beside = work.error?.field === "path" ? fieldErrorText(work.error) : null;
  return (
    <FileDialog
      title={text.title}
      submit={messages.exports.submit}
      working={messages.exports.working}
      work={work}
      canStart={path.trim() !== ""}
      error={beside === null ? work.error : null}
      onSubmit={() => void work.start({ path: path.trim(), replace })}
      onClose={onClose}
    >
      <p>{text.lead}</p>
      <details>
        <summary>{text.how}</summary>
        <textarea className={classes.code} rows={12} readOnly aria-label={text.how} value={checker} />
      </details>
      <PathField
        label={messages.exports.file}
        value={path}
        error={beside}
        onChange={setTyped}
        onChoose={() => platform.chooseNewFile(path)}
      />
      <Checkbox
        label={messages.exports.replace}
        checked={replace}
        onChange={(event) => setReplace(event.currentTarget.checked)}
      />
    </FileDialog>
  );
}
