import { Checkbox, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Input } from "../../api/client";
import { fieldErrorText } from "../../api/errors";
import { useLongWork } from "../../api/long-work";
import { query } from "../../api/queries";
import { useBook } from "../../app/book-context";
import type { ExportFormat } from "../../bindings/ExportFormat";
import { PathField } from "../../fields/PathField";
import { formatCount } from "../../format/amount";
import { messages } from "../../messages";
import { platform } from "../../platform";
import { notify } from "../notify";
import { FileDialog } from "./FileDialog";
import { suggestFile } from "./suggest-file";

const text = messages.exports;

/** A command that writes a table to a file. */
type TableCommand = "export.run" | "import.export_problems";

type Props<N extends TableCommand> = {
  command: N;
  title: string;
  /** What the file is called, after the book. */
  name: string;
  /** The input field that is the file. */
  pathField: string;
  input: (file: { path: string; format: ExportFormat; replace: boolean }) => Input<N>;
  onClose: () => void;
  children?: ReactNode;
};

/** Asks for the format and the place, and writes the file. */
export function TableDialog<N extends TableCommand>(props: Props<N>) {
  const { command, title, name, pathField, input, onClose, children } = props;
  const { organization } = useBook();
  const recent = useQuery(query("book.recent", {}));
  const [format, setFormat] = useState<ExportFormat>("xlsx");
  const [typed, setTyped] = useState<string | null>(null);
  const [replace, setReplace] = useState(false);
  const work = useLongWork<TableCommand>(command, {
    onSuccess: (written) => {
      notify(text.written(formatCount(written.rows), written.path));
      onClose();
    },
  });
  const path = typed ?? suggestFile(recent.data?.suggested_folder ?? "", organization, name, format);
  const beside = work.error?.field === pathField ? fieldErrorText(work.error) : null;

  const choose = (next: ExportFormat) => {
    setFormat(next);
    // The ending follows the format; the rest of what was typed stays.
    setTyped((before) => before?.replace(/\.(csv|xlsx)$/i, `.${next}`) ?? null);
  };
  return (
    <FileDialog
      title={title}
      submit={text.submit}
      working={text.working}
      work={work}
      canStart={path.trim() !== ""}
      error={beside === null ? work.error : null}
      onSubmit={() => void work.start(input({ path: path.trim(), format, replace }))}
      onClose={onClose}
    >
      {children}
      <SegmentedControl
        aria-label={text.format}
        value={format}
        onChange={choose}
        data={[
          { value: "xlsx", label: text.formats.xlsx },
          { value: "csv", label: text.formats.csv },
        ]}
      />
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
