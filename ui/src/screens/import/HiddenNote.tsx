import { WarningIcon } from "../../components/icons";
import { formatCount } from "../../format/amount";
import { messages } from "../../messages";
import classes from "./Import.module.css";
import { rowRanges } from "./row-ranges";
import type { Check } from "./use-check";

const text = messages.imports;

/** What the workbook does not show and is imported all the same. */
export function HiddenNote({ checked }: { checked: Check }) {
  const { hidden_row_count: count, hidden_rows: rows } = checked;
  const columns = checked.columns.filter((column) => column.is_hidden).map((column) => column.name);
  if (count === 0 && columns.length === 0) return null;
  return (
    <div className={classes.note} role="note">
      <WarningIcon />
      <div>
        {count > 0 ? <p>{text.hiddenRows(formatCount(count), count, rowRanges(rows, count))}</p> : null}
        {columns.length > 0 ? <p>{text.hiddenColumns(columns.join(", "), columns.length)}</p> : null}
      </div>
    </div>
  );
}
