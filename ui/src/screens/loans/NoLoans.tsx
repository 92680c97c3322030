import { useNavigate } from "@tanstack/react-router";
import { CommandButton } from "../../components/CommandButton";
import { EmptyState } from "../../components/EmptyState";
import { messages } from "../../messages";

const text = messages.loans;

/** What to do first in a book without loans; the button for a new one stands beside the screen's title. */
export function NoLoans() {
  const navigate = useNavigate();
  return (
    <EmptyState title={text.emptyTitle} text={text.emptyText}>
      <CommandButton command="import.run" variant="default" onClick={() => void navigate({ to: "/import" })}>
        {messages.imports.open}
      </CommandButton>
    </EmptyState>
  );
}
