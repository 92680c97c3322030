import type { Party } from "../../../bindings/Party";
import { ReasonDialog } from "../../../components/ReasonDialog";
import { messages } from "../../../messages";

const text = messages.parties;

/** Ends a role on the loan; that they had it stays in the history. */
export function RemovePartyDialog({ party, onClose }: { party: Party; onClose: () => void }) {
  return (
    <ReasonDialog
      command="party.remove"
      title={text.removeTitle(party.name)}
      submit={text.remove}
      done={text.removed(party.name)}
      day={{ name: "removed_on", label: text.removedOn }}
      input={(reason, on) => ({ party_id: party.party_id ?? "", reason, removed_on: on })}
      onClose={onClose}
    />
  );
}
