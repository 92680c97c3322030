import type { ReactNode } from "react";
import { useOverflow } from "../overflow";
import classes from "./PlainTable.module.css";

export type PlainColumn<Row> = {
  id: string;
  header: string;
  end?: boolean;
  /** What is in it stays on one line, however narrow the table is. */
  whole?: boolean;
  cell: (row: Row) => ReactNode;
};

type Props<Row> = {
  name: string;
  columns: ReadonlyArray<PlainColumn<Row>>;
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** The columns stand closer together, as many of them always do. */
  dense?: boolean;
  /** Under the rows, a cell for each column: their sums. */
  foot?: readonly ReactNode[];
};

/** So many columns stand closer together. */
const MANY_COLUMNS = 8;

/** A short table, drawn whole. Where it is wider than its place it can be moved by the keys. */
export function PlainTable<Row>({ name, columns, rows, rowId, dense = false, foot }: Props<Row>) {
  const [frame, overflows] = useOverflow<HTMLDivElement>();
  const moved = overflows ? { tabIndex: 0, role: "region", "aria-label": name } : {};
  return (
    <div ref={frame} className={classes.frame} {...moved}>
      <table className={classes.table} aria-label={name} data-dense={dense || columns.length >= MANY_COLUMNS}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" data-end={column.end}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowId(row)}>
              {columns.map((column) => (
                <td key={column.id} data-end={column.end} data-whole={column.whole}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {foot ? (
          <tfoot>
            <tr>
              {columns.map((column, index) => (
                <td key={column.id} data-end={column.end}>
                  {foot[index]}
                </td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  );
}
