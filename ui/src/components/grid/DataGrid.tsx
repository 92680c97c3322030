import {
  type ColumnDef,
  type SortingState,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
} from "react";
import { SortDownIcon, SortUpIcon } from "../icons";
import { useSessionState } from "../session-state";
import classes from "./DataGrid.module.css";
import { nextRow } from "./keyboard";

export type GridColumn<Row> = {
  id: string;
  header: string;
  /** A CSS grid track, such as `120px` or `minmax(160px, 1fr)`. */
  width: string;
  end?: boolean;
  /** What the column sorts by; rows without it come last. */
  value: (row: Row) => string | number | null;
  compare?: (a: string, b: string) => number;
  cell?: (row: Row) => ReactNode;
};

type Props<Row extends object> = {
  name: string;
  rows: readonly Row[];
  columns: ReadonlyArray<GridColumn<Row>>;
  rowId: (row: Row) => string;
  startSort: SortingState;
  onOpen?: (row: Row) => void;
  ref?: Ref<{ focus: () => void }>;
};

const ROW_HEIGHT = 34;
const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

function toColumnDef<Row extends object>(column: GridColumn<Row>): ColumnDef<typeof features, Row> {
  const { compare } = column;
  return {
    id: column.id,
    accessorFn: (row: Row) => column.value(row) ?? undefined,
    sortUndefined: "last",
    sortDescFirst: false,
    sortFn: (a, b, id) => {
      const left = a.getValue<string | number>(id);
      const right = b.getValue<string | number>(id);
      if (typeof left === "number" && typeof right === "number") return left - right;
      return (compare ?? collator.compare)(String(left), String(right));
    },
  };
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** A sortable table of any length: only the rows in sight are drawn; arrows move, Enter opens. */
export function DataGrid<Row extends object>({
  name,
  rows,
  columns,
  rowId,
  startSort,
  onOpen,
  ref,
}: Props<Row>) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [sorting, setSorting] = useSessionState<SortingState>(`${name} sort`, startSort);
  const [activeId, setActiveId] = useSessionState<string | null>(`${name} active`, null);
  const definitions = useMemo(() => columns.map(toColumnDef), [columns]);
  const table = useTable<typeof features, Row>({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowId,
    state: { sorting },
    onSortingChange: (change) => setSorting(typeof change === "function" ? change(sorting) : change),
  });
  const sorted = table.getRowModel().rows;
  const activeIndex = sorted.findIndex((row) => row.id === activeId);
  const startOffset = useRef(Math.max(0, (activeIndex - 8) * ROW_HEIGHT));
  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    initialOffset: startOffset.current,
    initialRect: { width: 1000, height: 600 },
  });
  useImperativeHandle(ref, () => ({
    focus: () => {
      scroller.current?.focus();
      if (activeIndex < 0) setActiveId(sorted[0]?.id ?? null);
    },
  }));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const next = nextRow(event.key, activeIndex, sorted.length, page);
    if (next !== null) {
      event.preventDefault();
      setActiveId(sorted[next]?.id ?? null);
      virtualizer.scrollToIndex(next);
    }
    const active = sorted[activeIndex];
    if (event.key === "Enter" && active) {
      event.preventDefault();
      onOpen?.(active.original);
    }
  };
  // Rows are told apart by the grid, so that ten thousand of them need no listeners of their own.
  const onClick = (event: MouseEvent) => {
    const clicked = (event.target as Element).closest<HTMLElement>("[data-row]")?.dataset["row"];
    const row = sorted.find((each) => each.id === clicked);
    if (!row) return;
    setActiveId(row.id);
    if (!event.defaultPrevented) onOpen?.(row.original);
  };
  const tracks = columns.map((column) => column.width).join(" ");
  const domId = (row: string) => `${id}-${row}`;

  return (
    <div
      ref={scroller}
      className={classes.grid}
      style={{ "--tracks": tracks } as React.CSSProperties}
      role="grid"
      aria-label={name}
      aria-rowcount={sorted.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={activeIndex >= 0 ? domId(sorted[activeIndex]?.id ?? "") : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div role="rowgroup" className={classes.head}>
        <div role="row" aria-rowindex={1} className={classes.row}>
          {columns.map((column) => {
            const direction = table.getColumn(column.id)?.getIsSorted() ?? false;
            return (
              <div
                key={column.id}
                role="columnheader"
                aria-sort={direction === "asc" ? "ascending" : direction === "desc" ? "descending" : "none"}
                className={classes.cell}
                data-end={column.end}
              >
                <button
                  type="button"
                  className={classes.sort}
                  onClick={() => setSorting([{ id: column.id, desc: direction === "asc" }])}
                >
                  {column.header}
                  {direction === "asc" ? <SortUpIcon size={12} /> : null}
                  {direction === "desc" ? <SortDownIcon size={12} /> : null}
                </button>
              </div>
            );
          })}
        </div>
      </div>
      <div role="rowgroup" className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = sorted[item.index];
          if (!row) return null;
          return (
            <div
              key={row.id}
              id={domId(row.id)}
              role="row"
              data-row={row.id}
              aria-rowindex={item.index + 2}
              aria-selected={row.id === activeId}
              className={classes.row}
              data-openable={onOpen !== undefined}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {columns.map((column) => (
                <div key={column.id} role="gridcell" className={classes.cell} data-end={column.end}>
                  {column.cell ? column.cell(row.original) : column.value(row.original)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
