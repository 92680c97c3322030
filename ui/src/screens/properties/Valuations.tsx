import type { Property } from "../../bindings/Property";
import type { Valuation } from "../../bindings/Valuation";
import { Amount } from "../../components/Amount";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";

const text = messages.collateral;

const columns: ReadonlyArray<PlainColumn<Valuation>> = [
  { id: "valued_on", header: text.valuedOn, cell: (one) => formatDate(one.valued_on) },
  { id: "basis", header: text.basis, cell: (one) => text.bases[one.basis] },
  { id: "amount", header: text.value, end: true, cell: (one) => <Amount value={one.amount} /> },
  { id: "source", header: text.source, cell: (one) => one.source },
];

/** What a property was worth when, the latest first; nothing where it was never valued. */
export function Valuations({ property }: { property: Property }) {
  if (property.valuations.length === 0) return null;
  return (
    <PlainTable
      name={`${text.valuations}: ${property.address}`}
      columns={columns}
      rows={property.valuations}
      rowId={(one) => `${one.valued_on} ${one.basis} ${one.amount} ${one.source}`}
    />
  );
}
