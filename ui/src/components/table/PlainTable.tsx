import type { ReactNode } from "react";
import classes from "./PlainTable.module.css";

export type PlainColumn<Row> = { id: string; header: string; end?: boolean; cell: (row: Row) => ReactNode };

type Props<Row> = {
  name: string;
  columns: ReadonlyArray<PlainColumn<Row>>;
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Under the rows, a cell for each column: their sums. */
  foot?: readonly ReactNode[];
};

/** A short table, drawn whole. */
export function PlainTable<Row>({ name, columns, rows, rowId, foot }: Props<Row>) {
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label={name}>
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
                <td key={column.id} data-end={column.end}>
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
