import { Link } from "@tanstack/react-router";
import type { DrawSummary } from "../../bindings/DrawSummary";
import type { InspectionSummary } from "../../bindings/InspectionSummary";
import { Amount } from "../../components/Amount";
import { DrawStatusTag } from "../../components/DrawStatusTag";
import type { GridColumn } from "../../components/grid/DataGrid";
import { Tag } from "../../components/Tag";
import { isZero } from "../../format/amount";
import { formatDate, formatShortMoment, today } from "../../format/date";
import { compareDecimals } from "../../format/decimal";
import { messages } from "../../messages";
import { DrawLink } from "./DrawLink";
import type { DrawView } from "./views";

const text = messages.draws;
const titles = text.columns;

type OfLoan = { loan_id: string; loan_number: string; borrower_name: string };

function loanColumns<Row extends OfLoan>(): Array<GridColumn<Row>> {
  return [
    {
      id: "loan_number",
      header: titles.loan,
      width: "86px",
      value: (row) => row.loan_number,
      cell: (row) => (
        <Link to="/loans/$loanId/draws" params={{ loanId: row.loan_id }} tabIndex={-1}>
          {row.loan_number}
        </Link>
      ),
    },
    {
      id: "borrower_name",
      header: titles.borrower,
      width: "minmax(116px, 1.4fr)",
      value: (row) => row.borrower_name,
    },
  ];
}

const number: GridColumn<DrawSummary> = {
  id: "number",
  header: titles.number,
  width: "72px",
  value: (row) => row.number,
  cell: (row) => <DrawLink draw={row} tabIndex={-1} />,
};

function amount(id: "requested" | "approved" | "retainage" | "to_disburse"): GridColumn<DrawSummary> {
  return {
    id,
    header: titles[id],
    width: "106px",
    end: true,
    value: (row) => row[id],
    compare: compareDecimals,
    cell: (row) => (isZero(row[id]) ? messages.common.none : <Amount value={row[id]} />),
  };
}

function day(id: "requested_on" | "approved_on"): GridColumn<DrawSummary> {
  return {
    id,
    header: titles[id],
    width: "112px",
    value: (row) => row[id],
    cell: ({ [id]: on }) => (on === null ? messages.common.none : formatDate(on)),
  };
}

const status: GridColumn<DrawSummary> = {
  id: "status",
  header: titles.status,
  width: "104px",
  value: (row) => text.statuses[row.status],
  cell: (row) => <DrawStatusTag status={row.status} />,
};
const contractor: GridColumn<DrawSummary> = {
  id: "contractor",
  header: titles.contractor,
  width: "minmax(96px, 1fr)",
  value: (row) => row.contractor,
};
const changed: GridColumn<DrawSummary> = {
  id: "changed_at",
  header: titles.changed_at,
  width: "180px",
  value: (row) => row.changed_at,
  cell: (row) => formatShortMoment(row.changed_at),
};

const ofDraw = [...loanColumns<DrawSummary>(), number];

export const drawColumns: Readonly<
  Record<Exclude<DrawView, "inspections">, ReadonlyArray<GridColumn<DrawSummary>>>
> = {
  decide: [...ofDraw, status, contractor, amount("requested"), day("requested_on")],
  pay: [...ofDraw, contractor, amount("approved"), amount("to_disburse"), day("approved_on")],
  drafts: [...ofDraw, status, contractor, amount("requested"), changed],
  all: [...ofDraw, status, contractor, amount("requested"), amount("approved"), changed],
};

export const inspectionColumns: ReadonlyArray<GridColumn<InspectionSummary>> = [
  {
    id: "scheduled_on",
    header: titles.scheduled_on,
    width: "176px",
    value: (row) => row.scheduled_on,
    cell: ({ scheduled_on: on }) =>
      on === null ? (
        messages.common.none
      ) : on < today() ? (
        <>
          {formatDate(on)} <Tag tone="warning">{text.late}</Tag>
        </>
      ) : (
        formatDate(on)
      ),
  },
  ...loanColumns<InspectionSummary>(),
  {
    id: "draw_number",
    header: titles.number,
    width: "84px",
    value: (row) => row.draw_number,
    cell: (row) => (row.draw_number === null ? messages.common.none : text.number(row.draw_number)),
  },
  { id: "kind", header: titles.kind, width: "92px", value: (row) => messages.inspections.kinds[row.kind] },
  { id: "inspector", header: titles.inspector, width: "minmax(96px, 1fr)", value: (row) => row.inspector },
  { id: "note", header: titles.note, width: "minmax(140px, 1.6fr)", value: (row) => row.note },
];
