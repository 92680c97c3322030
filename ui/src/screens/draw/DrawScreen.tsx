import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { Draw } from "../../bindings/Draw";
import { Amount } from "../../components/Amount";
import { BackLink } from "../../components/BackLink";
import { DrawStatusTag } from "../../components/DrawStatusTag";
import { ErrorNote } from "../../components/ErrorNote";
import { Figure, Figures } from "../../components/Figures";
import { Screen } from "../../components/Screen";
import { Tag } from "../../components/Tag";
import { Walk } from "../../components/Walk";
import { formatAmount, isZero } from "../../format/amount";
import { ExportButton } from "../../components/export/ExportButton";
import { messages } from "../../messages";
import { CompleteInspectionDialog } from "../inspections/CompleteInspectionDialog";
import { ScheduleInspectionDialog } from "../inspections/ScheduleInspectionDialog";
import { ApproveDialog } from "./ApproveDialog";
import { Checks } from "./Checks";
import { DisburseDialog } from "./DisburseDialog";
import { type Asking, DrawActions } from "./DrawActions";
import classes from "./Draw.module.css";
import { DrawHistory } from "./DrawHistory";
import { DrawLines } from "./DrawLines";
import { DrawNotes } from "./DrawNotes";
import { EndDialog } from "./EndDialog";
import { ChosenFiles } from "./Files";
import { Inspections } from "./Inspections";
import { walkOf } from "./steps";
import { WaiverDialog } from "./WaiverDialog";
import { Waivers } from "./Waivers";

const text = messages.draws.page;

/** One draw on one page: what is asked for, what it needs, what it does to the budget, and what can be done. */
export default function DrawScreen() {
  const { drawId } = useParams({ from: "/draws/$drawId" });
  const answer = useQuery(query("draw.get", { draw_id: drawId }));
  const draw = answer.data;
  if (!draw) {
    return (
      <Screen title={messages.draws.title} above={<BackLink to="/draws">{messages.draws.title}</BackLink>}>
        {answer.error ? (
          <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
        ) : null}
      </Screen>
    );
  }
  return <DrawPage key={draw.draw_id} draw={draw} />;
}

function DrawPage({ draw }: { draw: Draw }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  return (
    <Screen
      title={messages.draws.heading(draw.number, draw.loan_number, draw.borrower_name)}
      aside={
        <span role="status" className={classes.tags}>
          <DrawStatusTag status={draw.status} />
          {draw.approver_is_requester ? <Tag tone="warning">{text.selfApproved}</Tag> : null}
        </span>
      }
      above={
        <BackLink to="/loans/$loanId/draws" params={{ loanId: draw.loan_id }}>
          {messages.loan.tabs.draws}
        </BackLink>
      }
      actions={
        <>
          <ExportButton kinds={["draw_lines", "lien_waivers"]} filters={{ draw_id: draw.draw_id }} />
          <DrawActions draw={draw} onAsk={setAsking} />
        </>
      }
      below={<DrawFigures draw={draw} />}
    >
      <div className={classes.page}>
        <div className={classes.main}>
          <section className={classes.card} aria-label={text.walk}>
            <Walk steps={walkOf(draw)} />
            <Remarks draw={draw} />
          </section>
          <DrawLines draw={draw} />
          <section className={classes.part} aria-label={text.files}>
            <h2>{text.files}</h2>
            <ChosenFiles loanId={draw.loan_id} ids={draw.attachments} />
          </section>
        </div>
        <aside className={classes.side}>
          <Checks draw={draw} />
          <Inspections draw={draw} onAsk={setAsking} />
          <Waivers draw={draw} onAsk={setAsking} />
          <DrawNotes draw={draw} />
          <DrawHistory draw={draw} />
        </aside>
      </div>
      {asking ? <Dialogs draw={draw} asking={asking} onClose={() => setAsking(null)} /> : null}
    </Screen>
  );
}

function DrawFigures({ draw }: { draw: Draw }) {
  const figures = text.figures;
  const decided = !isZero(draw.approved);
  return (
    <Figures>
      <Figure label={figures.requested} strong={!decided}>
        <Amount value={draw.requested} />
      </Figure>
      {decided ? (
        <>
          <Figure label={figures.approved}>
            <Amount value={draw.approved} />
          </Figure>
          <Figure label={figures.retainage}>
            <Amount value={draw.retainage} />
          </Figure>
          <Figure label={draw.disbursement ? figures.paid : figures.toPay} strong>
            <Amount value={draw.to_disburse} />
          </Figure>
        </>
      ) : null}
      {draw.disbursement ? (
        <Figure label={figures.held}>
          <Amount value={draw.retainage_held} />
        </Figure>
      ) : null}
    </Figures>
  );
}

/** What is out of the ordinary about it, in words. */
function Remarks({ draw }: { draw: Draw }) {
  const remarks = [
    draw.end ? `${messages.draws.statuses[draw.status]}: ${draw.end.reason}` : null,
    draw.approver_is_requester ? text.selfApprovedText(draw.approved_by ?? "") : null,
    draw.out_of_balance_by ? text.outOfBalanceAccepted(formatAmount(draw.out_of_balance_by)) : null,
  ].filter((remark) => remark !== null);
  return remarks.map((remark) => (
    <p key={remark} className={classes.warning}>
      {remark}
    </p>
  ));
}

type DialogsProps = { draw: Draw; asking: Asking; onClose: () => void };

function Dialogs({ draw, asking, onClose }: DialogsProps) {
  const { loan_id: loanId, draw_id: drawId } = draw;
  switch (asking.what) {
    case "approve":
      return <ApproveDialog draw={draw} onClose={onClose} />;
    case "disburse":
      return <DisburseDialog draw={draw} onClose={onClose} />;
    case "end": {
      const taken = isZero(draw.approved) ? draw.requested : draw.approved;
      const frees = isZero(taken) ? null : messages.draws.end.frees(formatAmount(taken));
      return <EndDialog kind={asking.kind} draw={draw} frees={frees} onClose={onClose} />;
    }
    case "schedule":
      return <ScheduleInspectionDialog loanId={loanId} drawId={drawId} onClose={onClose} />;
    case "inspect":
      return (
        <CompleteInspectionDialog
          loanId={loanId}
          drawId={drawId}
          planned={asking.planned}
          onClose={onClose}
        />
      );
    case "waiver":
      break;
  }
  return <WaiverDialog draw={draw} onClose={onClose} />;
}
