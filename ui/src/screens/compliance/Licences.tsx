import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { Licence } from "../../bindings/Licence";
import { CommandButton } from "../../components/CommandButton";
import { DaysLeft } from "../../components/DaysLeft";
import { EmptyState } from "../../components/EmptyState";
import { ErrorNote } from "../../components/ErrorNote";
import { ReasonDialog } from "../../components/ReasonDialog";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";
import classes from "./Compliance.module.css";
import { LicenceDialog } from "./LicenceDialog";
import { RenewDialog } from "./RenewDialog";

const text = messages.compliance.licence;
const titles = text.columns;
type Asked = { what: "renew" | "change" | "end"; licence: Licence };

function columns(
  onAsk: (what: Asked["what"], licence: Licence) => void,
): ReadonlyArray<PlainColumn<Licence>> {
  return [
    {
      id: "name",
      header: titles.name,
      cell: (licence) => <span className={classes.name}>{licence.name}</span>,
    },
    { id: "authority", header: titles.authority, cell: (licence) => licence.authority },
    { id: "number", header: titles.number, whole: true, cell: (licence) => licence.number },
    {
      id: "expires_on",
      header: titles.expires_on,
      whole: true,
      cell: (licence) => formatDate(licence.expires_on),
    },
    {
      id: "left",
      header: titles.left,
      cell: (licence) => <DaysLeft days={licence.days_left} soon={licence.standing === "soon"} />,
    },
    {
      id: "actions",
      header: titles.actions,
      end: true,
      cell: (licence) => <Actions licence={licence} onAsk={(what) => onAsk(what, licence)} />,
    },
  ];
}

/** The licences of the lender, the one that expires next first. */
export function Licences() {
  const answer = useQuery(query("licence.list", {}));
  const [asked, setAsked] = useState<Asked | null>(null);
  const licences = answer.data?.licences;
  return (
    <>
      {answer.error ? (
        <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
      ) : null}
      {licences?.length === 0 ? (
        <EmptyState title={text.emptyTitle} text={text.emptyText} />
      ) : licences ? (
        <PlainTable
          name={messages.compliance.views.licences}
          rows={licences}
          rowId={(licence) => licence.licence_id}
          columns={columns((what, licence) => setAsked({ what, licence }))}
        />
      ) : null}
      {asked ? <Dialog asked={asked} onClose={() => setAsked(null)} /> : null}
    </>
  );
}

function Actions({ licence, onAsk }: { licence: Licence; onAsk: (what: Asked["what"]) => void }) {
  const actions = ["renew", "change", "end"] as const;
  return (
    <span className={classes.actions}>
      {actions.map((what) => (
        <CommandButton
          key={what}
          command={`licence.${what}`}
          variant="default"
          size="compact-sm"
          aria-label={`${text.actions[what]}: ${licence.name}`}
          onClick={() => onAsk(what)}
        >
          {text.actions[what]}
        </CommandButton>
      ))}
    </span>
  );
}

function Dialog({ asked: { what, licence }, onClose }: { asked: Asked; onClose: () => void }) {
  if (what === "renew") return <RenewDialog licence={licence} onClose={onClose} />;
  if (what === "change") return <LicenceDialog changed={licence} onClose={onClose} />;
  return (
    <ReasonDialog
      command="licence.end"
      title={text.end.title(licence.name)}
      submit={text.end.submit}
      done={text.end.done(licence.name)}
      danger
      day={{ name: "ended_on", label: messages.fieldLabels.ended_on }}
      input={(reason, endedOn) => ({ licence_id: licence.licence_id, reason, ended_on: endedOn })}
      onClose={onClose}
    />
  );
}
