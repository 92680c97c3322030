import { SegmentedControl, TextInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { Document } from "../../bindings/Document";
import { BackLink } from "../../components/BackLink";
import { EmptyState } from "../../components/EmptyState";
import { ErrorNote } from "../../components/ErrorNote";
import { DataGrid, type GridColumn } from "../../components/grid/DataGrid";
import { SearchIcon } from "../../components/icons";
import { Screen } from "../../components/Screen";
import { useSessionState } from "../../components/session-state";
import { orNull } from "../../fields/values";
import { formatCount } from "../../format/amount";
import { formatBytes } from "../../format/bytes";
import { formatDate, formatShortMoment } from "../../format/date";
import { ExportButton } from "../../components/export/ExportButton";
import { messages } from "../../messages";
import { PortfolioReportButton } from "../document/PortfolioReportButton";
import draws from "../draws/Draws.module.css";

const text = messages.documents;
const titles = text.columns;
const MOST = 1_000;
type View = "book" | "all";
const views = (["book", "all"] as const).map((value) => ({ value, label: text.views[value] }));

const columns: ReadonlyArray<GridColumn<Document>> = [
  { id: "title", header: titles.title, width: "minmax(130px, 1fr)", value: (row) => row.title },
  { id: "file_name", header: titles.file_name, width: "minmax(150px, 1.6fr)", value: (row) => row.file_name },
  {
    id: "dated_on",
    header: titles.dated_on,
    width: "100px",
    value: (row) => row.dated_on,
    cell: (row) => formatDate(row.dated_on),
  },
  {
    id: "generated_at",
    header: titles.generated_at,
    width: "164px",
    value: (row) => row.generated_at,
    cell: (row) => formatShortMoment(row.generated_at),
  },
  { id: "generated_by", header: titles.generated_by, width: "98px", value: (row) => row.generated_by },
  {
    id: "size",
    header: titles.size,
    width: "74px",
    end: true,
    value: (row) => row.size_bytes,
    cell: (row) => formatBytes(row.size_bytes),
  },
];

const startSort = [{ id: "generated_at", desc: true }];

/** The documents of the whole book: those that are about no loan, or all. */
export default function DocumentsScreen() {
  const navigate = useNavigate();
  const [view, setView] = useSessionState<View>("documents view", "book");
  const [search, setSearch] = useSessionState("documents search", "");
  const answer = useQuery({
    ...query("document.list", { of_the_book: view === "book", search: orNull(search), limit: MOST }),
    placeholderData: keepPreviousData,
  });
  const { documents = [], total = 0 } = answer.data ?? {};
  return (
    <Screen
      title={text.title}
      above={<BackLink to="/loans">{messages.loan.back}</BackLink>}
      actions={
        <>
          <ExportButton kinds={["documents", "attachments"]} />
          <PortfolioReportButton />
        </>
      }
      below={
        <div className={draws.filters}>
          <SegmentedControl aria-label={text.views.label} data={views} value={view} onChange={setView} />
          <TextInput
            type="search"
            aria-label={text.search}
            placeholder={text.searchPlaceholder}
            leftSection={<SearchIcon size={13} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        </div>
      }
      fill
    >
      {answer.error ? (
        <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
      ) : null}
      {answer.data && documents.length === 0 ? (
        <EmptyState {...(search.trim() === "" ? text.none[view] : text.noMatch)} />
      ) : null}
      {documents.length > 0 ? (
        <>
          <span className={draws.count} role="status">
            {text.counts(formatCount(total), total > documents.length ? formatCount(documents.length) : null)}
          </span>
          <DataGrid
            name={text.table}
            rows={documents}
            columns={columns}
            rowId={(row) => row.document_id}
            startSort={startSort}
            onOpen={(row) =>
              void navigate({ to: "/documents/$documentId", params: { documentId: row.document_id } })
            }
          />
        </>
      ) : null}
    </Screen>
  );
}
