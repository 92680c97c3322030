import { ExportButton } from "../../../components/export/ExportButton";
import { messages } from "../../../messages";
import { useLoan } from "../loan-context";
import classes from "../LoanScreen.module.css";
import { Notes } from "./Notes";

/** What people wrote on the loan. */
export default function NotesTab() {
  const loan = useLoan();
  return (
    <>
      <div className={classes.toolbar}>
        <h2>{messages.notes.title}</h2>
        <ExportButton kinds={["notes"]} filters={{ loan_id: loan.loan_id }} />
      </div>
      <Notes on={{ loan_id: loan.loan_id }} />
    </>
  );
}
