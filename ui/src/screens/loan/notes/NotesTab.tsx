import { useLoan } from "../loan-context";
import { Notes } from "./Notes";

/** What people wrote on the loan. */
export default function NotesTab() {
  const loan = useLoan();
  return <Notes on={{ loan_id: loan.loan_id }} />;
}
