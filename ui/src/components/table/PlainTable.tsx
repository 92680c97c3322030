import { useElementSize } from "@mantine/hooks";
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
  /** Many columns stand close to one another. */
  dense?: boolean;
};

/** A short table, drawn whole. One that is wider than its place is scrolled, by keyboard too. */
export function PlainTable<Row>({ name, columns, rows, rowId, foot, dense = false }: Props<Row>) {
  const { ref: frame, width: place } = useElementSize();
  const { ref: table, width } = useElementSize<HTMLTableElement>();
  const isCut = width > place + 1;
  return (
    <div
      ref={frame}
      className={classes.frame}
      {...(isCut ? { tabIndex: 0, role: "group", "aria-label": name } : {})}
    >
      <table ref={table} className={classes.table} aria-label={name} data-dense={dense}>
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
