import type { FundFigures } from "../../bindings/FundFigures";
import { StackedBar } from "../../components/StackedBar";
import { formatRate } from "../../format/amount";
import { messages } from "../../messages";

const text = messages.funds;

/** How a fund's capacity is used: in loans, available, committed and still to come, and not committed. */
export function CapitalBar({ fund }: { fund: FundFigures }) {
  return (
    <StackedBar
      label={text.barLabel(
        formatRate(fund.deployed_percent),
        formatRate(fund.available_percent),
        formatRate(fund.to_come_percent),
      )}
      parts={[
        { tone: "drawn", percent: fund.deployed_percent },
        { tone: "approved", percent: fund.available_percent },
        { tone: "requested", percent: fund.to_come_percent },
      ]}
    />
  );
}
