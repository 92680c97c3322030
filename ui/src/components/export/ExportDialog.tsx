import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import type { RunExport } from "../../bindings/RunExport";
import { messages } from "../../messages";
import { TableDialog } from "./TableDialog";

const text = messages.exports;

export type ExportName = keyof typeof text.kinds;

type Filters = Partial<Omit<RunExport, "kind" | "path" | "format" | "replace">>;

export type Exportable = {
  /** What can be exported from here; where there are several, the dialog asks. */
  kinds: readonly [ExportName, ...ExportName[]];
  /** What narrows it down, as the screen does. */
  filters?: Filters;
  /** What narrows single kinds down beside it: not every kind has every filter. */
  filtersOf?: Partial<Record<ExportName, Filters>>;
};

const noFilters: Filters = {};
const noFiltersOf: NonNullable<Exportable["filtersOf"]> = {};

type Props = Exportable & { onClose: () => void };

/** Asks for the list, the format and the place, and writes the file. */
export function ExportDialog({ kinds, filters = noFilters, filtersOf = noFiltersOf, onClose }: Props) {
  const [kind, setKind] = useState<ExportName>(kinds[0]);
  return (
    <TableDialog
      command="export.run"
      title={text.title}
      name={text.kinds[kind]}
      pathField="path"
      input={(file) => ({ ...filters, ...filtersOf[kind], kind, ...file })}
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
    </TableDialog>
  );
}
