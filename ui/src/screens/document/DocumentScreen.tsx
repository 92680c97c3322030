import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { toCallError } from "../../api/errors";
import { useLongWork } from "../../api/long-work";
import { query } from "../../api/queries";
import type { Document } from "../../bindings/Document";
import { BackLink } from "../../components/BackLink";
import { ErrorNote } from "../../components/ErrorNote";
import { Fact, Facts } from "../../components/Figures";
import { CheckIcon, WarningIcon } from "../../components/icons";
import { MissingCharacters } from "../../components/pages/MissingCharacters";
import { Pages } from "../../components/pages/Pages";
import { SaveCopy } from "../../components/SaveCopy";
import { Screen } from "../../components/Screen";
import { formatCount } from "../../format/amount";
import { formatBytes } from "../../format/bytes";
import { formatDate, formatMoment } from "../../format/date";
import { messages } from "../../messages";
import classes from "./Document.module.css";

const text = messages.documents;

/** One document: its pages, what is known of it, a copy of it, and the proof that it can be made again. */
export default function DocumentScreen() {
  const { documentId } = useParams({ from: "/documents/$documentId" });
  const answer = useQuery(
    query("document.get", { document_id: documentId, with_pages: true, make_again: false }),
  );
  const shown = answer.data;
  const loanId = shown?.document.loan_id ?? null;
  const above =
    loanId === null ? (
      <BackLink to="/documents">{text.backToAll}</BackLink>
    ) : (
      <BackLink to="/loans/$loanId/documents" params={{ loanId }}>
        {text.backToLoan}
      </BackLink>
    );
  if (!shown) {
    return (
      <Screen title={text.title} above={above}>
        {answer.error ? (
          <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
        ) : null}
      </Screen>
    );
  }
  const { document, pages, missing_characters: missing } = shown;
  return (
    <Screen
      title={document.title}
      aside={<span className={classes.aside}>{document.file_name}</span>}
      above={above}
      fill
    >
      <div className={classes.columns}>
        <Pages name={document.title} pages={pages ?? []} />
        <section className={classes.about} aria-label={text.facts}>
          {missing === null ? null : <MissingCharacters missing={missing} />}
          <Saving document={document} />
          <Comparing documentId={documentId} />
          <DocumentFacts document={document} />
        </section>
      </div>
    </Screen>
  );
}

function Saving({ document }: { document: Document }) {
  const saving = useLongWork("document.get");
  const save = (path: string) =>
    void saving.start({
      document_id: document.document_id,
      save_to: path,
      with_pages: false,
      make_again: false,
    });
  return (
    <SaveCopy
      label={text.save}
      fileName={document.file_name}
      running={saving.running}
      error={saving.error}
      savedTo={saving.result?.saved_to ?? null}
      fullWidth
      onSave={save}
    />
  );
}

/** The same template and the same data are the same bytes; here anybody can see it. */
function Comparing({ documentId }: { documentId: string }) {
  const work = useLongWork("document.get");
  const same = work.result?.is_same_made_again ?? null;
  return (
    <>
      <Button
        variant="default"
        loading={work.running}
        aria-description={text.compareHint}
        onClick={() => void work.start({ document_id: documentId, with_pages: false, make_again: true })}
      >
        {text.compare}
      </Button>
      {work.error ? <ErrorNote error={work.error} /> : null}
      <div role="status">
        {same === null ? null : (
          <p className={classes.verdict} data-ok={same}>
            {same ? <CheckIcon size={14} /> : <WarningIcon size={14} />}
            {same ? text.same_bytes : text.other_bytes}
          </p>
        )}
      </div>
    </>
  );
}

function DocumentFacts({ document }: { document: Document }) {
  return (
    <Facts>
      <Fact label={text.columns.dated_on}>{formatDate(document.dated_on)}</Fact>
      <Fact label={text.columns.generated_at}>{formatMoment(document.generated_at)}</Fact>
      <Fact label={text.columns.generated_by}>{document.generated_by}</Fact>
      <Fact label={text.columns.size}>{formatBytes(document.size_bytes)}</Fact>
      <Fact label={text.position}>{text.positionOf(formatCount(document.made_from_position))}</Fact>
      <Fact label={text.columns.sha256}>
        <Hash sha256={document.sha256} />
      </Fact>
      <Fact label={text.template}>
        <Hash sha256={document.template_sha256} />
      </Fact>
      <Fact label={text.data}>
        <Hash sha256={document.data_sha256} />
      </Fact>
    </Facts>
  );
}

function Hash({ sha256 }: { sha256: string }) {
  return <span className={classes.hash}>{sha256}</span>;
}
