import type { Property } from "../../bindings/Property";
import { Tag } from "../../components/Tag";
import { messages } from "../../messages";
import { insuranceState } from "./insurance";

const text = messages.collateral;

/** Says that what insures a property has run out, or soon will; nothing where it holds. */
export function InsuranceTag({ property }: { property: Property }) {
  const state = insuranceState(property.insurance_expires_on);
  if (state === null) return null;
  return state === "expired" ? (
    <Tag tone="danger">{text.expired}</Tag>
  ) : (
    <Tag tone="warning">{text.expiresSoon}</Tag>
  );
}
