import { Button, Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fieldErrorText } from "../../api/errors";
import { useLongWork } from "../../api/long-work";
import { query } from "../../api/queries";
import { useBook } from "../../app/book-context";
import { PathField } from "../../fields/PathField";
import { formatCount } from "../../format/amount";
import { messages } from "../../messages";
import { platform } from "../../platform";
import { notify } from "../notify";
import { FileDialog } from "./FileDialog";
import { suggestFile } from "./suggest-file";

const text = messages.exports;

/** Leads to a file of the whole book, from which a book can be made again. */
export function ExportEvents() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {text.events.button}
      </Button>
      {isOpen ? <EventsDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function EventsDialog({ onClose }: { onClose: () => void }) {
  const { organization, encrypted } = useBook();
  const recent = useQuery(query("book.recent", {}));
  const [typed, setTyped] = useState<string | null>(null);
  const [replace, setReplace] = useState(false);
  const work = useLongWork("book.export_events", {
    onSuccess: (written) => {
      notify(text.events.written(formatCount(written.events), written.path));
      onClose();
    },
  });
  const path = typed ?? suggestFile(recent.data?.suggested_folder ?? "", organization, "events", "ndjson.gz");
  const beside = work.error?.field === "path" ? fieldErrorText(work.error) : null;

  return (
    <FileDialog
      title={text.events.title}
      submit={text.submit}
      working={text.working}
      work={work}
      canStart={path.trim() !== ""}
      error={beside === null ? work.error : null}
      onSubmit={() => void work.start({ path: path.trim(), replace })}
      onClose={onClose}
    >
      <p>{encrypted ? text.events.plainText : text.events.lead}</p>
      <PathField
        label={text.file}
        value={path}
        error={beside}
        onChange={setTyped}
        onChoose={() => platform.chooseNewFile(path)}
      />
      <Checkbox
        label={text.replace}
        checked={replace}
        onChange={(event) => setReplace(event.currentTarget.checked)}
      />
    </FileDialog>
  );
}
