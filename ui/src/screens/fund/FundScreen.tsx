import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { Fund } from "../../bindings/Fund";
import type { FundEntry } from "../../bindings/FundEntry";
import { Amount } from "../../components/Amount";
import { BackLink } from "../../components/BackLink";
import { CommandButton } from "../../components/CommandButton";
import { ErrorNote } from "../../components/ErrorNote";
import { ExportButton } from "../../components/export/ExportButton";
import { Figure, Figures } from "../../components/Figures";
import { Screen } from "../../components/Screen";
import { Legend } from "../../components/StackedBar";
import { isZero } from "../../format/amount";
import { messages } from "../../messages";
import { EventBrowser } from "../events/EventBrowser";
import { CapitalBar } from "../funds/CapitalBar";
import {
  AllocateDialog,
  CallDialog,
  CommitDialog,
  DistributeDialog,
  ReceiveDialog,
  ReturnDialog,
} from "./dialogs";
import classes from "./Fund.module.css";
import { Calls } from "./Calls";
import { ChangeFundDialog } from "./ChangeFundDialog";
import { Entries } from "./Entries";
import { Investors } from "./Investors";
import { Loans } from "./Loans";
import { ReverseDialog } from "./ReverseDialog";
import { type FundView, fundViews } from "./views";

const text = messages.funds;

type Asking =
  | { what: "change" | "commit" | "call" | "allocate" | "return" | "distribute" }
  | { what: "receive"; investorId: string | null }
  | { what: "reverse"; entry: FundEntry };

/** One fund: its figures, who has what in it, which loans it is in, and what can be recorded. */
export default function FundScreen() {
  const { fundId } = useParams({ from: "/funds/$fundId" });
  const answer = useQuery(query("fund.get", { fund_id: fundId }));
  const above = <BackLink to="/funds">{text.title}</BackLink>;
  if (!answer.data) {
    return (
      <Screen title={text.title} above={above}>
        {answer.error ? (
          <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
        ) : null}
      </Screen>
    );
  }
  return <FundPage key={fundId} fund={answer.data} />;
}

function FundPage({ fund }: { fund: Fund }) {
  const navigate = useNavigate();
  const { view = "overview" } = useSearch({ from: "/funds/$fundId" });
  const [asking, setAsking] = useState<Asking | null>(null);
  const show = (name: FundView) =>
    void navigate({
      to: "/funds/$fundId",
      params: { fundId: fund.fund_id },
      search: { view: name },
      replace: true,
    });
  return (
    <Screen
      title={fund.name}
      aside={<span className={classes.muted}>{fund.strategy}</span>}
      above={<BackLink to="/funds">{text.title}</BackLink>}
      actions={<Actions fund={fund} onAsk={setAsking} />}
      below={
        <>
          <FundFigures fund={fund} />
          <div className={classes.views}>
            <SegmentedControl
              aria-label={text.views.label}
              data={fundViews.map((value) => ({ value, label: text.views[value] }))}
              value={view}
              onChange={show}
            />
            <ExportButton
              kinds={["fund_investors", "fund_loans", "fund_entries", "fund_splits"]}
              filters={{ fund_id: fund.fund_id }}
            />
            <CommandButton
              command="fund.change"
              variant="default"
              onClick={() => setAsking({ what: "change" })}
            >
              {text.change.open}
            </CommandButton>
          </div>
        </>
      }
      fill={view === "history"}
    >
      {view === "history" ? (
        <History fundId={fund.fund_id} />
      ) : view === "entries" ? (
        <Entries fund={fund} onReverse={(entry) => setAsking({ what: "reverse", entry })} />
      ) : (
        <div className={classes.page}>
          <Capital fund={fund} />
          <Investors fund={fund} onCommit={() => setAsking({ what: "commit" })} />
          <Calls fund={fund} onReceive={(investorId) => setAsking({ what: "receive", investorId })} />
          <Loans fund={fund} onReturn={() => setAsking({ what: "return" })} />
        </div>
      )}
      {asking ? <Dialog fund={fund} asking={asking} onClose={() => setAsking(null)} /> : null}
    </Screen>
  );
}

/** Why something cannot be done without an amount to do it with. */
function nothing(amount: string, refusal: string): string | null {
  return isZero(amount) ? refusal : null;
}

function Actions({ fund, onAsk }: { fund: Fund; onAsk: (asking: Asking) => void }) {
  const { refusals } = text;
  return (
    <>
      <CommandButton
        command="fund.commit"
        variant="default"
        refusal={nothing(fund.uncommitted, refusals.full)}
        onClick={() => onAsk({ what: "commit" })}
      >
        {text.commit.open}
      </CommandButton>
      <CommandButton
        command="fund.call_capital"
        variant="default"
        refusal={nothing(fund.uncalled, refusals.nothingToCall)}
        onClick={() => onAsk({ what: "call" })}
      >
        {text.call.open}
      </CommandButton>
      <CommandButton
        command="fund.receive"
        variant="default"
        refusal={nothing(fund.receivable, refusals.nothingToReceive)}
        onClick={() => onAsk({ what: "receive", investorId: null })}
      >
        {text.receive.open}
      </CommandButton>
      <CommandButton
        command="fund.allocate"
        variant="default"
        refusal={nothing(fund.available, refusals.nothingAvailable)}
        onClick={() => onAsk({ what: "allocate" })}
      >
        {text.allocate.open}
      </CommandButton>
      <CommandButton
        command="fund.distribute"
        refusal={nothing(fund.received, refusals.nobodyPaidIn)}
        onClick={() => onAsk({ what: "distribute" })}
      >
        {text.distribute.open}
      </CommandButton>
    </>
  );
}

function FundFigures({ fund }: { fund: Fund }) {
  const names = [
    "capacity",
    "committed",
    "called",
    "received",
    "deployed",
    "returned",
    "distributed",
  ] as const;
  return (
    <Figures>
      <Figure label={text.figures.available} strong>
        <Amount value={fund.available} />
      </Figure>
      {names.map((name) => (
        <Figure key={name} label={text.figures[name]}>
          <Amount value={fund[name]} />
        </Figure>
      ))}
    </Figures>
  );
}

function Capital({ fund }: { fund: Fund }) {
  return (
    <section className={classes.card} aria-label={text.use}>
      <CapitalBar fund={fund} />
      <Legend
        entries={[
          ["drawn", text.legend.deployed],
          ["approved", text.legend.available],
          ["requested", text.legend.toCome],
          ["space", text.legend.space],
        ]}
      />
    </section>
  );
}

function History({ fundId }: { fundId: string }) {
  const answer = useQuery(query("event.history", { aggregate_id: fundId }));
  if (!answer.data) {
    return answer.error ? (
      <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
    ) : null;
  }
  return <EventBrowser events={answer.data.events} order="oldest" />;
}

function Dialog({ fund, asking, onClose }: { fund: Fund; asking: Asking; onClose: () => void }) {
  switch (asking.what) {
    case "change":
      return <ChangeFundDialog fund={fund} onClose={onClose} />;
    case "commit":
      return <CommitDialog fund={fund} onClose={onClose} />;
    case "call":
      return <CallDialog fund={fund} onClose={onClose} />;
    case "receive":
      return <ReceiveDialog fund={fund} investorId={asking.investorId} onClose={onClose} />;
    case "allocate":
      return <AllocateDialog fund={fund} onClose={onClose} />;
    case "return":
      return <ReturnDialog fund={fund} onClose={onClose} />;
    case "distribute":
      return <DistributeDialog fund={fund} onClose={onClose} />;
    case "reverse":
      break;
  }
  return <ReverseDialog fund={fund} entry={asking.entry} onClose={onClose} />;
}
