import { useNavigate } from "@tanstack/react-router";
import { CommandButton } from "../../components/CommandButton";
import { PlusIcon } from "../../components/icons";
import { messages } from "../../messages";

/** Leads to the form for a new loan. */
export function NewLoanButton() {
  const navigate = useNavigate();
  return (
    <CommandButton
      command="loan.create"
      leftSection={<PlusIcon size={13} />}
      onClick={() => void navigate({ to: "/loans/new" })}
    >
      {messages.loans.create}
    </CommandButton>
  );
}
