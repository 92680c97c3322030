import type { Collateral } from "../../../bindings/Collateral";
import { ReasonDialog } from "../../../components/ReasonDialog";
import { messages } from "../../../messages";

const text = messages.collateral;

type Props = { collateral: Collateral; name: string; onClose: () => void };

/** Lets something secure the loan no longer. */
export function ReleaseDialog({ collateral, name, onClose }: Props) {
  return (
    <ReasonDialog
      command="collateral.release"
      title={text.releaseTitle}
      submit={text.release}
      done={text.released}
      day={{ name: "released_on", label: text.releasedOn }}
      input={(reason, on) => ({ collateral_id: collateral.collateral_id, reason, released_on: on })}
      onClose={onClose}
    >
      <div>{name}</div>
    </ReasonDialog>
  );
}
