import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { EmptyState } from "../../components/EmptyState";
import { ErrorNote } from "../../components/ErrorNote";
import { ExportButton } from "../../components/export/ExportButton";
import { DataGrid } from "../../components/grid/DataGrid";
import { SearchIcon } from "../../components/icons";
import { Screen } from "../../components/Screen";
import { useSessionState } from "../../components/session-state";
import { formatCount } from "../../format/amount";
import { messages } from "../../messages";
import { PortfolioReportButton } from "../document/PortfolioReportButton";
import BalancesDialog from "./balances/BalancesDialog";
import { loanColumns } from "./columns";
import { type StatusFilter, filterLoans, statusFilters } from "./filter";
import classes from "./LoansScreen.module.css";
import { NewLoanButton } from "./NewLoanButton";
import { NoLoans } from "./NoLoans";
import { useLoans } from "./use-loans";

const text = messages.loans;
const startSort = [{ id: "number", desc: true }];

export default function LoansScreen() {
  const navigate = useNavigate();
  const { loans, total, error, retry } = useLoans();
  const [search, setSearch] = useSessionState("loans search", "");
  const [status, setStatus] = useSessionState<StatusFilter>("loans status", "all");
  const grid = useRef<{ focus: () => void }>(null);
  const shown = useMemo(() => filterLoans(loans ?? [], search, status), [loans, search, status]);

  const actions = (
    <>
      {total === 0 ? null : <BalancesButton />}
      {total === 0 ? null : <PortfolioReportButton />}
      <Button variant="default" onClick={() => void navigate({ to: "/documents" })}>
        {messages.documents.title}
      </Button>
      {total === 0 ? null : <ExportButton kinds={["loans", "portfolio", "balances", "aging"]} />}
      <NewLoanButton />
    </>
  );
  const filters = (
    <div className={classes.filters}>
      <TextInput
        type="search"
        aria-label={text.search}
        placeholder={text.searchPlaceholder}
        leftSection={<SearchIcon size={13} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "Enter") return;
          event.preventDefault();
          grid.current?.focus();
        }}
      />
      <NativeSelect
        aria-label={text.status}
        data={statusFilters}
        value={status}
        onChange={(event) => setStatus(event.currentTarget.value as StatusFilter)}
      />
    </div>
  );

  return (
    <Screen
      title={text.title}
      aside={
        <span className={classes.count} role="status">
          {loans ? countText(shown.length, total) : null}
        </span>
      }
      actions={actions}
      below={total === 0 ? null : filters}
      fill
    >
      {error ? <ErrorNote error={error} onRetry={retry} /> : null}
      {loans && total === 0 ? (
        <NoLoans />
      ) : loans && shown.length === 0 ? (
        <EmptyState title={text.noMatchTitle} text={text.noMatchText}>
          <Button
            variant="default"
            onClick={() => {
              setSearch("");
              setStatus("all");
            }}
          >
            {text.clear}
          </Button>
        </EmptyState>
      ) : loans ? (
        <DataGrid
          ref={grid}
          name={text.table}
          rows={shown}
          columns={loanColumns}
          rowId={(loan) => loan.loan_id}
          startSort={startSort}
          onOpen={(loan) => void navigate({ to: "/loans/$loanId", params: { loanId: loan.loan_id } })}
        />
      ) : null}
    </Screen>
  );
}

/** Opens the balances of another time. */
function BalancesButton() {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {messages.balances.open}
      </Button>
      <BalancesDialog opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}

function countText(shown: number, total: number): string {
  return total === 1 && shown === 1 ? text.one : text.count(formatCount(shown), formatCount(total));
}
