import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Outlet, useLocation, useNavigate, useParams } from "@tanstack/react-router";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import { BackLink } from "../../components/BackLink";
import { ErrorNote } from "../../components/ErrorNote";
import { LoanStatusTag } from "../../components/LoanStatusTag";
import { Screen } from "../../components/Screen";
import { messages } from "../../messages";
import { LoanContext } from "./loan-context";
import { LoanFigures } from "./LoanFigures";
import classes from "./LoanScreen.module.css";

const text = messages.loan;
const tabs = [
  "overview",
  "schedule",
  "payments",
  "draws",
  "documents",
  "parties",
  "collateral",
  "notes",
  "history",
] as const;
type TabName = (typeof tabs)[number];

const addresses = {
  overview: "/loans/$loanId",
  schedule: "/loans/$loanId/schedule",
  payments: "/loans/$loanId/payments",
  draws: "/loans/$loanId/draws",
  documents: "/loans/$loanId/documents",
  parties: "/loans/$loanId/parties",
  collateral: "/loans/$loanId/collateral",
  notes: "/loans/$loanId/notes",
  history: "/loans/$loanId/history",
} as const;

/** One loan: its figures, and its tabs under them. */
export default function LoanScreen() {
  const { loanId } = useParams({ from: "/loans/$loanId" });
  const answer = useQuery(query("loan.get", { loan_id: loanId }));
  const path = useLocation({ select: (location) => location.pathname });
  const navigate = useNavigate();
  const loan = answer.data;
  const tab: TabName = tabs.find((name) => path.endsWith(`/${name}`)) ?? "overview";
  const above = <BackLink to="/loans">{text.back}</BackLink>;

  if (!loan) {
    return (
      <Screen title={messages.loans.title} above={above}>
        {answer.error ? (
          <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
        ) : null}
      </Screen>
    );
  }
  // Only what is drawn has a budget.
  const shown = tabs.filter((name) => name !== "draws" || loan.construction !== null);
  return (
    <LoanContext value={loan}>
      <Screen
        title={text.heading(loan.number, loan.borrower_name)}
        aside={
          <span role="status">
            <LoanStatusTag status={loan.status} />
          </span>
        }
        above={above}
        below={
          <>
            <LoanFigures loan={loan} />
            <Tabs
              value={tab}
              className={classes.tabs}
              onChange={(name) => {
                const to = addresses[(name ?? "overview") as TabName];
                void navigate({ to, params: { loanId } });
              }}
            >
              <Tabs.List aria-label={text.tabs.label}>
                {shown.map((name) => (
                  <Tabs.Tab key={name} value={name} aria-controls="loan-tab">
                    {text.tabs[name]}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
            </Tabs>
          </>
        }
        fill
      >
        <div id="loan-tab" role="tabpanel" aria-label={text.tabs[tab]} className={classes.panel}>
          <Outlet />
        </div>
      </Screen>
    </LoanContext>
  );
}
