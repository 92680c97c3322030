import { useNavigate } from "@tanstack/react-router";
import { useWrite } from "../../api/write";
import { notifyError } from "../../components/notify";

/** Makes the report of all loans as they are today, and opens it. */
export function usePortfolioReport() {
  const navigate = useNavigate();
  const make = useWrite("document.generate", {
    onSuccess: ({ document_id: documentId }) =>
      void navigate({ to: "/documents/$documentId", params: { documentId } }),
  });
  return {
    isPending: make.isPending,
    start: () => make.mutate({ kind: "portfolio_report" }, { onError: notifyError }),
  };
}
