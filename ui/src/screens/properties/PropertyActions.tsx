import { useState } from "react";
import type { Property } from "../../bindings/Property";
import { CommandButton } from "../../components/CommandButton";
import { ReasonDialog } from "../../components/ReasonDialog";
import { messages } from "../../messages";
import { PropertyDialog } from "./PropertyDialog";
import { ValueDialog } from "./ValueDialog";

const text = messages.properties;

type Props = {
  property: Property;
  /** What is offered here. */
  offer: ReadonlyArray<"value" | "change" | "remove">;
  /** Beside a name in a list, where the buttons are small. */
  compact?: boolean;
};

/** The buttons of a property, and the dialogs to which they lead. */
export function PropertyActions({ property, offer, compact = false }: Props) {
  const [dialog, setDialog] = useState<Props["offer"][number] | null>(null);
  const { address, secures, property_id } = property;
  const look = compact ? ({ variant: "default", size: "compact-sm" } as const) : { variant: "default" };
  const close = () => setDialog(null);
  const held = secures.map((one) => one.loan_number).join(", ");
  return (
    <>
      {offer.includes("change") ? (
        <CommandButton
          command="property.change"
          {...look}
          aria-label={text.changeOne(address)}
          onClick={() => setDialog("change")}
        >
          {text.change}
        </CommandButton>
      ) : null}
      {offer.includes("remove") ? (
        <CommandButton
          command="property.remove"
          {...look}
          refusal={held === "" ? null : text.held(held)}
          aria-label={text.removeOne(address)}
          onClick={() => setDialog("remove")}
        >
          {text.remove}
        </CommandButton>
      ) : null}
      {offer.includes("value") ? (
        <CommandButton
          command="property.value"
          {...(compact ? look : {})}
          aria-label={messages.collateral.valueOf(address)}
          onClick={() => setDialog("value")}
        >
          {messages.collateral.setValue}
        </CommandButton>
      ) : null}
      {dialog === "value" ? <ValueDialog property={property} onClose={close} /> : null}
      {dialog === "change" ? <PropertyDialog changed={property} onClose={close} /> : null}
      {dialog === "remove" ? (
        <ReasonDialog
          command="property.remove"
          title={text.remove}
          submit={text.remove}
          done={text.removed}
          danger
          input={(reason) => ({ property_id, reason })}
          onClose={close}
        >
          <strong>{address}</strong>
          <p>{text.removeLead}</p>
        </ReasonDialog>
      ) : null}
    </>
  );
}
