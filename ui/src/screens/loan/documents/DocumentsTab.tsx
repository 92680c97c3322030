import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { toCallError } from "../../../api/errors";
import { query } from "../../../api/queries";
import type { Document } from "../../../bindings/Document";
import type { Loan } from "../../../bindings/Loan";
import { EmptyState } from "../../../components/EmptyState";
import { ErrorNote } from "../../../components/ErrorNote";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { formatBytes } from "../../../format/bytes";
import { formatDate, formatMoment } from "../../../format/date";
import { ExportButton } from "../../../components/export/ExportButton";
import { messages } from "../../../messages";
import { useLoan } from "../loan-context";
import classes from "../LoanScreen.module.css";
import own from "./Documents.module.css";
import { FailedDocuments } from "./FailedDocuments";
import { MakeDocumentDialog } from "./MakeDocumentDialog";
import { NewDocumentMenu } from "./NewDocumentMenu";
import type { LoanDocumentKind } from "../../document/kinds";

const text = messages.documents;
const titles = text.columns;

const columns: ReadonlyArray<PlainColumn<Document>> = [
  {
    id: "title",
    header: titles.title,
    cell: (document) => (
      <Link to="/documents/$documentId" params={{ documentId: document.document_id }}>
        {document.title}
      </Link>
    ),
  },
  { id: "dated_on", header: titles.dated_on, cell: (document) => formatDate(document.dated_on) },
  {
    id: "generated_at",
    header: titles.generated_at,
    cell: (document) => formatMoment(document.generated_at),
  },
  { id: "generated_by", header: titles.generated_by, cell: (document) => document.generated_by },
  { id: "size", header: titles.size, end: true, cell: (document) => formatBytes(document.size_bytes) },
  {
    id: "sha256",
    header: titles.sha256,
    cell: (document) => <span className={own.hash}>{document.sha256.slice(0, 12)}</span>,
  },
];

/** The documents of the loan, those that could not be made, and the way to others. */
export default function DocumentsTab() {
  const loan = useLoan();
  const answer = useQuery(query("document.list", { loan_id: loan.loan_id }));
  const [making, setMaking] = useState<LoanDocumentKind | null>(null);
  const documents = answer.data?.documents;
  return (
    <>
      <div className={classes.toolbar}>
        <h2>{text.title}</h2>
        <ExportButton kinds={["documents", "attachments"]} filters={{ loan_id: loan.loan_id }} />
        <NewDocumentMenu loan={loan} onChoose={setMaking} />
      </div>
      {answer.error ? (
        <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
      ) : null}
      {loan.failed_events > 0 ? <FailedDocuments loanId={loan.loan_id} /> : null}
      {documents?.length === 0 ? (
        <EmptyState title={text.emptyTitle} text={text.empty[emptyOf(loan)]} />
      ) : null}
      {documents && documents.length > 0 ? (
        <div className={own.list}>
          <PlainTable
            name={text.table}
            columns={columns}
            rows={documents}
            rowId={(document) => document.document_id}
          />
        </div>
      ) : null}
      {making ? (
        <MakeDocumentDialog
          loan={loan}
          kind={making}
          isKnown={(id) => documents?.some((document) => document.document_id === id) ?? false}
          onClose={() => setMaking(null)}
        />
      ) : null}
    </>
  );
}

function emptyOf(loan: Loan): keyof typeof text.empty {
  if (loan.funded_on === null) return "notFunded";
  return loan.carried_over_on === null ? "funded" : "carriedOver";
}
