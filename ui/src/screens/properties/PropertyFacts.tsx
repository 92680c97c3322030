import type { Property } from "../../bindings/Property";
import { Fact } from "../../components/Figures";
import { formatAmount } from "../../format/amount";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";

const text = messages.collateral;

/** What is known of a property, each in a fact; the page around them says where it is. */
export function PropertyFacts({ property }: { property: Property }) {
  const { parcel_number: parcel, legal_description: legal, purchase_price: price } = property;
  const { insurance_carrier: carrier, insurance_policy: policy, insurance_expires_on: expiresOn } = property;
  return (
    <>
      <Fact label={text.kind}>{text.kinds[property.kind]}</Fact>
      {parcel === null ? null : <Fact label={text.parcel}>{parcel}</Fact>}
      {legal === null ? null : <Fact label={text.legal}>{legal}</Fact>}
      {price === null ? null : <Fact label={text.price}>{formatAmount(price)}</Fact>}
      <Fact label={text.insurance}>
        {carrier === null ? text.uninsured : [carrier, policy].filter(Boolean).join(" · ")}
      </Fact>
      {expiresOn === null ? null : <Fact label={text.expires}>{formatDate(expiresOn)}</Fact>}
    </>
  );
}
