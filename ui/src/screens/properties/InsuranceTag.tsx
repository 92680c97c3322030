import type { Property } from "../../bindings/Property";
import { Tag } from "../../components/Tag";
import { messages } from "../../messages";
import { insuranceState } from "./insurance";

const text = messages.collateral;

type Props = {
  property: Property;
  /** Beside the day, which says already what it is about. */
  short?: boolean;
};

/** Says that what insures a property has run out, or soon will; nothing where it holds. */
export function InsuranceTag({ property, short = false }: Props) {
  const state = insuranceState(property.insurance_expires_on);
  if (state === null) return null;
  const words = short ? text.insuranceStates.short : text.insuranceStates;
  return <Tag tone={state === "expired" ? "danger" : "warning"}>{words[state]}</Tag>;
}
