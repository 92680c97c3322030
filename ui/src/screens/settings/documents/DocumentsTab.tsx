import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { toCallError } from "../../../api/errors";
import { query } from "../../../api/queries";
import type { Template } from "../../../bindings/Template";
import { ErrorNote } from "../../../components/ErrorNote";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { Tag } from "../../../components/Tag";
import { formatMoment } from "../../../format/date";
import { ExportButton } from "../../../components/export/ExportButton";
import { messages } from "../../../messages";
import classes from "../Settings.module.css";
import { LetterheadForm } from "./LetterheadForm";

const text = messages.templates;

const columns: ReadonlyArray<PlainColumn<Template>> = [
  {
    id: "kind",
    header: text.columns.kind,
    cell: ({ kind }) => (
      <Link to="/templates/$kind" params={{ kind }}>
        {messages.documents.kinds[kind]}
      </Link>
    ),
  },
  {
    id: "source",
    header: text.columns.source,
    cell: (template) => (template.changed_by === null ? text.own : <Tag tone="info">{text.changed}</Tag>),
  },
  {
    id: "changed_at",
    header: text.columns.changed_at,
    cell: (template) =>
      template.changed_at === null ? messages.common.none : formatMoment(template.changed_at),
  },
  {
    id: "changed_by",
    header: text.columns.changed_by,
    cell: (template) => template.changed_by ?? messages.common.none,
  },
];

/** What documents look like: the letterhead of all, and the template of each kind. */
export default function DocumentsTab() {
  const letterhead = useQuery(query("letterhead.get", {}));
  const templates = useQuery(query("template.list", {}));
  const error = letterhead.error ?? templates.error;
  return (
    <>
      {error ? <ErrorNote error={toCallError(error)} /> : null}
      <section className={classes.card} aria-label={messages.letterhead.title}>
        <div className={classes.cardHead}>
          <div>
            <h2>{messages.letterhead.title}</h2>
            <p>{messages.letterhead.lead}</p>
          </div>
        </div>
        {letterhead.data ? <LetterheadForm letterhead={letterhead.data} /> : null}
      </section>
      <section className={classes.card} aria-label={text.title}>
        <div className={classes.cardHead}>
          <div>
            <h2>{text.title}</h2>
            <p>{text.lead}</p>
          </div>
          <ExportButton kinds={["templates"]} />
        </div>
        {templates.data ? (
          <PlainTable
            name={text.title}
            columns={columns}
            rows={templates.data.templates}
            rowId={(template) => template.kind}
          />
        ) : null}
      </section>
    </>
  );
}
