import { Checkbox, NativeSelect, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fieldErrorText } from "../../api/errors";
import { useLongWork } from "../../api/long-work";
import { query } from "../../api/queries";
import { useBook } from "../../app/book-context";
import type { ExportFormat } from "../../bindings/ExportFormat";
import type { RunExport } from "../../bindings/RunExport";
import { PathField } from "../../fields/PathField";
import { formatCount } from "../../format/amount";
import { messages } from "../../messages";
import { platform } from "../../platform";
import { notify } from "../notify";
import { FileDialog } from "./FileDialog";
import { suggestFile } from "./suggest-file";

const text = messages.exports;

export type ExportName = keyof typeof text.kinds;

export type Exportable = {
  /** What can be exported from here; where there are several, the dialog asks. */
  kinds: readonly [ExportName, ...ExportName[]];
  /** What narrows it down, as the screen does. */
  filters?: Partial<
    Pick<RunExport, "loan_id" | "fund_id" | "investor_id" | "status" | "from" | "to" | "as_of" | "known_at">
  >;
};

const noFilters: NonNullable<Exportable["filters"]> = {};

type Props = Exportable & { onClose: () => void };

/** Asks for the list, the format and the place, and writes the file. */
export function ExportDialog({ kinds, filters = noFilters, onClose }: Props) {
  const { organization } = useBook();
  const recent = useQuery(query("book.recent", {}));
  const [kind, setKind] = useState<ExportName>(kinds[0]);
  const [format, setFormat] = useState<ExportFormat>("xlsx");
  const [typed, setTyped] = useState<string | null>(null);
  const [replace, setReplace] = useState(false);
  const work = useLongWork("export.run", {
    onSuccess: (written) => {
      notify(text.written(formatCount(written.rows), written.path));
      onClose();
    },
  });
  const path =
    typed ?? suggestFile(recent.data?.suggested_folder ?? "", organization, text.kinds[kind], format);
  const beside = work.error?.field === "path" ? fieldErrorText(work.error) : null;

  const choose = (next: ExportFormat) => {
    setFormat(next);
    // The ending follows the format; the rest of what was typed stays.
    setTyped((before) => before?.replace(/\.(csv|xlsx)$/i, `.${next}`) ?? null);
  };
  return (
    <FileDialog
      title={text.title}
      submit={text.submit}
      working={text.working}
      work={work}
      canStart={path.trim() !== ""}
      error={beside === null ? work.error : null}
      onSubmit={() => void work.start({ ...filters, kind, path: path.trim(), format, replace })}
      onClose={onClose}
    >
      {kinds.length < 2 ? null : (
        <NativeSelect
          label={text.what}
          data={kinds.map((value) => ({ value, label: text.kinds[value] }))}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as ExportName)}
        />
      )}
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
