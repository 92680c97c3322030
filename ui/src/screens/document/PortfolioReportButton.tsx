import { CommandButton } from "../../components/CommandButton";
import { messages } from "../../messages";
import { usePortfolioReport } from "./use-portfolio-report";

/** Leads to the portfolio report of today. */
export function PortfolioReportButton() {
  const report = usePortfolioReport();
  return (
    <CommandButton
      command="document.generate"
      variant="default"
      loading={report.isPending}
      onClick={report.start}
    >
      {messages.documents.report}
    </CommandButton>
  );
}
