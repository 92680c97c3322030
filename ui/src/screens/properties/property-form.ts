import type { AddProperty } from "../../bindings/AddProperty";
import type { Property } from "../../bindings/Property";
import type { PropertyKind } from "../../bindings/PropertyKind";
import { parseDate } from "../../fields/parse-date";
import { parseMoney } from "../../fields/parse-money";
import { neededText, readableDate, readableMoney, valueOf } from "../../fields/values";
import { formatAmount } from "../../format/amount";
import { formatDate } from "../../format/date";

/** What is typed of a property, by the names of the commands. */
export type PropertyValues = {
  kind: PropertyKind;
  address: string;
  parcel_number: string;
  legal_description: string;
  purchase_price: string;
  insurance_carrier: string;
  insurance_policy: string;
  insurance_expires_on: string;
};

/** The form of a new property, or of one that is there. */
export function propertyValues(property?: Property): PropertyValues {
  const price = property?.purchase_price ?? null;
  const expiresOn = property?.insurance_expires_on ?? null;
  return {
    kind: property?.kind ?? "single_family",
    address: property?.address ?? "",
    parcel_number: property?.parcel_number ?? "",
    legal_description: property?.legal_description ?? "",
    purchase_price: price === null ? "" : formatAmount(price),
    insurance_carrier: property?.insurance_carrier ?? "",
    insurance_policy: property?.insurance_policy ?? "",
    insurance_expires_on: expiresOn === null ? "" : formatDate(expiresOn),
  };
}

/** What keeps it from being sent. */
export function propertyErrors(values: PropertyValues, digits: number) {
  const describesInsurance = `${values.insurance_policy}${values.insurance_expires_on}`.trim() !== "";
  return {
    address: neededText(values.address),
    purchase_price: readableMoney(values.purchase_price, digits),
    insurance_carrier: describesInsurance ? neededText(values.insurance_carrier) : null,
    insurance_expires_on: readableDate(values.insurance_expires_on),
  };
}

/** What the commands take; an empty text is none. */
export function propertyInput(values: PropertyValues, digits: number): AddProperty {
  return {
    kind: values.kind,
    address: values.address.trim(),
    parcel_number: values.parcel_number.trim(),
    legal_description: values.legal_description.trim(),
    purchase_price: valueOf(parseMoney(values.purchase_price, digits)),
    insurance_carrier: values.insurance_carrier.trim(),
    insurance_policy: values.insurance_policy.trim(),
    insurance_expires_on: valueOf(parseDate(values.insurance_expires_on)),
  };
}
