import { Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { toCallError } from "../../../api/errors";
import { usePermission } from "../../../app/permission";
import { query } from "../../../api/queries";
import { useWrite } from "../../../api/write";
import { useBook } from "../../../app/book-context";
import type { User } from "../../../bindings/User";
import { CommandButton } from "../../../components/CommandButton";
import { ErrorNote } from "../../../components/ErrorNote";
import { type PlainColumn, PlainTable } from "../../../components/table/PlainTable";
import { formatMoment } from "../../../format/date";
import { ExportButton } from "../../../components/export/ExportButton";
import { messages } from "../../../messages";
import classes from "../Settings.module.css";
import { AddUserDialog } from "./AddUserDialog";
import { ActiveSwitch, RoleSelect } from "./UserControls";

const text = messages.settings.users;

const columns: ReadonlyArray<PlainColumn<User>> = [
  { id: "name", header: text.name, cell: (user) => user.name },
  { id: "role", header: text.role, cell: (user) => <RoleSelect user={user} /> },
  { id: "since", header: text.since, cell: (user) => formatMoment(user.added_at) },
  { id: "active", header: text.active, cell: (user) => <ActiveSwitch user={user} /> },
];

/** Who works in the book, what each of them may do, and whether one person may both request and approve a draw. */
export default function UsersTab() {
  const answer = useQuery(query("user.list", {}));
  const { reason } = usePermission("user.change");
  const [adding, setAdding] = useState(false);
  return (
    <>
      <section className={classes.card} aria-label={messages.settings.tabs.users}>
        <div className={classes.cardHead}>
          <div>
            <h2>{messages.settings.tabs.users}</h2>
            <p>{text.lead}</p>
          </div>
          <ExportButton kinds={["users"]} />
          <CommandButton command="user.add" onClick={() => setAdding(true)}>
            {text.add}
          </CommandButton>
        </div>
        {reason === null ? null : <p className={classes.lead}>{reason}</p>}
        {answer.error ? (
          <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
        ) : null}
        {answer.data ? (
          <PlainTable
            name={text.table}
            columns={columns}
            rows={answer.data.users}
            rowId={(user) => user.user_id}
          />
        ) : null}
      </section>
      <OnePersonLender />
      {adding ? <AddUserDialog onClose={() => setAdding(false)} /> : null}
    </>
  );
}

function OnePersonLender() {
  const book = useBook();
  const meaning = useId();
  const { allowed } = usePermission("organization.configure");
  const configure = useWrite("organization.configure");
  return (
    <section className={classes.card} aria-label={text.onePerson}>
      <div className={classes.cardHead}>
        <div>
          <h2>{text.onePerson}</h2>
          <p id={meaning}>{text.onePersonMeaning}</p>
        </div>
        <span>
          <Switch
            aria-label={text.onePerson}
            aria-describedby={meaning}
            checked={book.one_person_lender}
            disabled={!allowed || configure.isPending}
            withThumbIndicator={false}
            onChange={(event) => configure.mutate({ one_person_lender: event.currentTarget.checked })}
          />
        </span>
      </div>
      {configure.error ? <ErrorNote error={configure.error} /> : null}
    </section>
  );
}
