import type { Property } from "../bindings/Property";
import { addDays, today } from "../format/date";

/** A property that secures a loan, and whose insurance soon runs out. */
export const property: Property = {
  property_id: "p",
  kind: "single_family",
  address: "12 Cedar Street",
  parcel_number: "R-100",
  legal_description: "Lot 4",
  purchase_price: "450000.00",
  insurance_carrier: "Bay Mutual",
  insurance_policy: "P-1",
  insurance_expires_on: addDays(today(), 10),
  added_at: "2026-01-05T10:00:00Z",
  removed_at: null,
  valuations: [
    {
      amount: "620000.00",
      basis: "after_repair",
      valued_on: "2026-04-01",
      source: "Appraiser",
      recorded_by: "Ada",
    },
    { amount: "500000.00", basis: "as_is", valued_on: "2026-03-01", source: "Appraiser", recorded_by: "Ada" },
  ],
  as_is: "500000.00",
  after_repair: "620000.00",
  secures: [{ loan_id: "l", loan_number: "L-00002", borrower_name: "Harbor Row", lien_position: 1 }],
};
