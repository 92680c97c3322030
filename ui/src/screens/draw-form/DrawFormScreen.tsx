import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Button } from "@mantine/core";
import { useState } from "react";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { Draw } from "../../bindings/Draw";
import { BackLink } from "../../components/BackLink";
import { CommandButton } from "../../components/CommandButton";
import { DrawStatusTag } from "../../components/DrawStatusTag";
import { EmptyState } from "../../components/EmptyState";
import { ErrorNote } from "../../components/ErrorNote";
import { Screen } from "../../components/Screen";
import { messages } from "../../messages";
import { isWritable } from "../draws/DrawLink";
import { DrawFields } from "./DrawFields";

const text = messages.draws;

/** Which draw the form writes. A new one gets its name in the address once it is saved, and the form stays. */
function useWrittenDraw() {
  const { draw: named } = useSearch({ from: "/loans/$loanId/draw" });
  const { loanId } = useParams({ from: "/loans/$loanId/draw" });
  const navigate = useNavigate();
  const [seen, setSeen] = useState(named);
  const [created, setCreated] = useState<{ drawId: string; number: number } | null>(null);
  const [opened, setOpened] = useState({ key: 0, drawId: named ?? null });
  if (named !== seen) {
    setSeen(named);
    if (named === undefined || named !== created?.drawId)
      setOpened({ key: opened.key + 1, drawId: named ?? null });
  }
  const name = (draw: Draw) => {
    if (draw.draw_id === named) return;
    setCreated({ drawId: draw.draw_id, number: draw.number });
    void navigate({
      to: "/loans/$loanId/draw",
      params: { loanId },
      search: { draw: draw.draw_id },
      replace: true,
    });
  };
  /** Shows the newest state of the draw in the place of what is typed. */
  const reopen = (drawId: string) => setOpened({ key: opened.key + 1, drawId });
  /** Of a draw that this form made. */
  const number = created !== null && created.drawId === named ? created.number : null;
  return { loanId, opened, number, name, reopen };
}

/** Writes a draw: what is asked for of each line of the budget. It is a draft from the first letter on. */
export default function DrawFormScreen() {
  const { loanId, opened, number: ownNumber, name, reopen } = useWrittenDraw();
  const loan = useQuery(query("loan.get", { loan_id: loanId }));
  const budget = useQuery(query("budget.get", { loan_id: loanId }));
  const draw = useQuery({
    ...query("draw.get", { draw_id: opened.drawId ?? "" }),
    enabled: opened.drawId !== null,
  });
  const above = (
    <BackLink to="/loans/$loanId/draws" params={{ loanId }}>
      {messages.loan.tabs.draws}
    </BackLink>
  );
  const refused = [loan.error, budget.error, draw.error].find((error) => error !== null);
  const error = refused ? toCallError(refused) : null;
  const isThere = opened.drawId === null || draw.data;
  if (!loan.data || !budget.data || !isThere) {
    return (
      <Screen title={text.create} above={above}>
        {error?.code === "no_budget" ? (
          <NoBudget loanId={loanId} />
        ) : error ? (
          <ErrorNote error={error} onRetry={() => void draw.refetch()} />
        ) : null}
      </Screen>
    );
  }
  const written = opened.drawId === null ? null : (draw.data ?? null);
  const number = written?.number ?? ownNumber;
  const { number: loanNumber, borrower_name: borrower } = loan.data;
  return (
    <Screen
      title={
        number === null
          ? text.newHeading(messages.loan.heading(loanNumber, borrower))
          : text.heading(number, loanNumber, borrower)
      }
      aside={number === null ? null : <DrawStatusTag status={written?.status ?? "draft"} />}
      above={above}
      fill
    >
      {written && !isWritable(written.status) ? (
        <Closed draw={written} />
      ) : (
        <DrawFields
          key={`${loanId} ${opened.key}`}
          loan={loan.data}
          budget={budget.data}
          draw={written}
          onSaved={name}
          onReopen={reopen}
        />
      )}
    </Screen>
  );
}

function NoBudget({ loanId }: { loanId: string }) {
  const navigate = useNavigate();
  return (
    <EmptyState title={text.form.noBudget} text={text.form.noBudgetText}>
      <CommandButton
        command="budget.set"
        onClick={() => void navigate({ to: "/loans/$loanId/budget", params: { loanId } })}
      >
        {messages.budget.set}
      </CommandButton>
    </EmptyState>
  );
}

function Closed({ draw }: { draw: Draw }) {
  const navigate = useNavigate();
  return (
    <EmptyState
      title={text.form.closedTitle(draw.number, text.statuses[draw.status])}
      text={text.form.closedText}
    >
      <Button onClick={() => void navigate({ to: "/draws/$drawId", params: { drawId: draw.draw_id } })}>
        {text.form.open}
      </Button>
    </EmptyState>
  );
}
