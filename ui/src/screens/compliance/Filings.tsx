import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { Filing } from "../../bindings/Filing";
import { CommandButton } from "../../components/CommandButton";
import { DaysLeft } from "../../components/DaysLeft";
import { EmptyState } from "../../components/EmptyState";
import { ErrorNote } from "../../components/ErrorNote";
import { ReasonDialog } from "../../components/ReasonDialog";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { Tag } from "../../components/Tag";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";
import { CompleteDialog } from "./CompleteDialog";
import classes from "./Compliance.module.css";
import { FilingDialog } from "./FilingDialog";

const text = messages.compliance.filing;
const titles = text.columns;
type Asked = { what: "complete" | "change" | "reopen" | "remove"; filing: Filing };

function columns(onAsk: (what: Asked["what"], filing: Filing) => void): ReadonlyArray<PlainColumn<Filing>> {
  return [
    {
      id: "name",
      header: titles.name,
      cell: (filing) => <span className={classes.name}>{filing.name}</span>,
    },
    { id: "authority", header: titles.authority, cell: (filing) => filing.authority },
    {
      id: "due_on",
      header: titles.due_on,
      cell: (filing) => (
        <span className={classes.lines}>
          <span>{formatDate(filing.due_on)}</span>
          <span className={classes.quiet}>{text.frequencies[filing.frequency]}</span>
        </span>
      ),
    },
    { id: "left", header: titles.left, cell: standing },
    { id: "filed", header: titles.filed, cell: lastFiled },
    {
      id: "actions",
      header: titles.actions,
      end: true,
      cell: (filing) => <Actions filing={filing} onAsk={(what) => onAsk(what, filing)} />,
    },
  ];
}

/** What is to be filed, what is due first. */
export function Filings() {
  const answer = useQuery(query("filing.list", {}));
  const [asked, setAsked] = useState<Asked | null>(null);
  const filings = answer.data?.filings;
  const close = () => setAsked(null);
  return (
    <>
      {answer.error ? (
        <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
      ) : null}
      {filings?.length === 0 ? (
        <EmptyState title={text.emptyTitle} text={text.emptyText} />
      ) : filings ? (
        <PlainTable
          name={messages.compliance.views.filings}
          rows={filings}
          rowId={(filing) => filing.filing_id}
          columns={columns((what, filing) => setAsked({ what, filing }))}
        />
      ) : null}
      {asked ? <Dialog asked={asked} onClose={close} /> : null}
    </>
  );
}

function standing(filing: Filing) {
  if (filing.standing === null) return <Tag tone="good">{text.done}</Tag>;
  return <DaysLeft days={filing.days_left} soon={filing.standing === "soon"} />;
}

/** When it was filed last, and under which number. */
function lastFiled(filing: Filing) {
  const last = filing.completions.find((completion) => completion.reopen_reason === null);
  if (!last) return messages.common.none;
  return (
    <span className={classes.lines}>
      <span>{formatDate(last.filed_on)}</span>
      {last.reference === null ? null : <span className={classes.quiet}>{last.reference}</span>}
    </span>
  );
}

function Actions({ filing, onAsk }: { filing: Filing; onAsk: (what: Asked["what"]) => void }) {
  const wasFiled = filing.completions.some((completion) => completion.reopen_reason === null);
  const button = { variant: "default", size: "compact-sm" } as const;
  const of = (action: string) => ({ "aria-label": `${action}: ${filing.name}` });
  return (
    <span className={classes.actions} data-many="true">
      {filing.standing === null ? null : (
        <>
          <CommandButton
            command="filing.complete"
            {...button}
            {...of(text.actions.complete)}
            onClick={() => onAsk("complete")}
          >
            {text.actions.complete}
          </CommandButton>
          <CommandButton
            command="filing.change"
            {...button}
            {...of(text.actions.change)}
            onClick={() => onAsk("change")}
          >
            {text.actions.change}
          </CommandButton>
        </>
      )}
      {wasFiled ? (
        <CommandButton
          command="filing.reopen"
          {...button}
          {...of(text.actions.reopen)}
          onClick={() => onAsk("reopen")}
        >
          {text.actions.reopen}
        </CommandButton>
      ) : null}
      <CommandButton
        command="filing.remove"
        {...button}
        {...of(text.actions.remove)}
        onClick={() => onAsk("remove")}
      >
        {text.actions.remove}
      </CommandButton>
    </span>
  );
}

function Dialog({ asked: { what, filing }, onClose }: { asked: Asked; onClose: () => void }) {
  if (what === "complete") return <CompleteDialog filing={filing} onClose={onClose} />;
  if (what === "change") return <FilingDialog changed={filing} onClose={onClose} />;
  const words = text[what];
  return (
    <ReasonDialog
      command={what === "reopen" ? "filing.reopen" : "filing.remove"}
      title={words.title(filing.name)}
      submit={words.submit}
      done={words.done(filing.name)}
      danger={what === "remove"}
      input={(reason) => ({ filing_id: filing.filing_id, reason })}
      onClose={onClose}
    >
      <p>{words.lead}</p>
    </ReasonDialog>
  );
}
