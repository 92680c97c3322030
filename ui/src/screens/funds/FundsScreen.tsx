import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { FundSummary } from "../../bindings/FundSummary";
import { Amount } from "../../components/Amount";
import { CommandButton } from "../../components/CommandButton";
import { EmptyState } from "../../components/EmptyState";
import { ErrorNote } from "../../components/ErrorNote";
import { ExportButton } from "../../components/export/ExportButton";
import { DataGrid, type GridColumn } from "../../components/grid/DataGrid";
import { PlusIcon } from "../../components/icons";
import { Screen } from "../../components/Screen";
import { formatCount } from "../../format/amount";
import { compareDecimals } from "../../format/decimal";
import { messages } from "../../messages";
import { CapitalBar } from "./CapitalBar";
import classes from "./Funds.module.css";
import { NewFundDialog } from "./NewFundDialog";

const text = messages.funds;
const startSort = [{ id: "name", desc: false }];

function amount(
  id: "capacity" | "committed" | "received" | "deployed" | "available",
): GridColumn<FundSummary> {
  return {
    id,
    header: text.figures[id],
    width: "124px",
    end: true,
    value: (fund) => fund[id],
    compare: compareDecimals,
    cell: (fund) => <Amount value={fund[id]} />,
  };
}

const columns: ReadonlyArray<GridColumn<FundSummary>> = [
  { id: "name", header: text.name, width: "minmax(170px, 1.4fr)", value: (fund) => fund.name },
  amount("capacity"),
  amount("committed"),
  amount("received"),
  amount("deployed"),
  amount("available"),
  {
    id: "use",
    header: text.use,
    width: "minmax(120px, 1fr)",
    value: (fund) => Number.parseFloat(fund.deployed_percent),
    cell: (fund) => <CapitalBar fund={fund} />,
  },
];

/** The funds of the book, and how their capital is used. */
export default function FundsScreen() {
  const navigate = useNavigate();
  const { create = false } = useSearch({ from: "/funds" });
  const answer = useQuery(query("fund.list", {}));
  const funds = answer.data?.funds;
  const setCreating = (creating: boolean) =>
    void navigate({ to: "/funds", search: creating ? { create: true } : {}, replace: true });
  return (
    <Screen
      title={text.title}
      aside={
        <span className={classes.count} role="status">
          {funds ? text.count(formatCount(funds.length)) : null}
        </span>
      }
      actions={
        <>
          {funds?.length === 0 ? null : (
            <ExportButton kinds={["funds", "fund_investors", "fund_loans", "fund_entries"]} />
          )}
          <CommandButton
            command="fund.create"
            leftSection={<PlusIcon size={13} />}
            onClick={() => setCreating(true)}
          >
            {text.create}
          </CommandButton>
        </>
      }
      fill
    >
      {answer.error ? (
        <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
      ) : null}
      {funds?.length === 0 ? (
        <EmptyState title={text.emptyTitle} text={text.emptyText} />
      ) : funds ? (
        <DataGrid
          name={text.table}
          rows={funds}
          columns={columns}
          rowId={(fund) => fund.fund_id}
          startSort={startSort}
          onOpen={(fund) => void navigate({ to: "/funds/$fundId", params: { fundId: fund.fund_id } })}
        />
      ) : null}
      {create ? <NewFundDialog onClose={() => setCreating(false)} /> : null}
    </Screen>
  );
}
