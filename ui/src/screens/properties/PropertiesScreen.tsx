import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { query } from "../../api/queries";
import type { Property } from "../../bindings/Property";
import { CommandButton } from "../../components/CommandButton";
import { ExportButton } from "../../components/export/ExportButton";
import { PlusIcon } from "../../components/icons";
import { useSessionState } from "../../components/session-state";
import { messages } from "../../messages";
import { ContactsFrame } from "../contacts/ContactsFrame";
import { columns } from "./columns";
import { PropertyDialog } from "./PropertyDialog";

/** What a property is found by: where it is, its parcel, and the loans that it secures. */
function words(property: Property): string {
  const loans = property.secures.map((loan) => `${loan.loan_number} ${loan.borrower_name}`);
  const kind = messages.collateral.kinds[property.kind];
  return [property.address, property.parcel_number, kind, ...loans].join(" ");
}

/** The properties of the book, whatever they secure. */
export default function PropertiesScreen() {
  const navigate = useNavigate();
  const { create = false } = useSearch({ from: "/contacts/properties" });
  const answer = useQuery(query("property.list", {}));
  const [search, setSearch] = useSessionState("properties search", "");
  const setCreating = (creating: boolean) =>
    void navigate({ to: "/contacts/properties", search: creating ? { create: true } : {}, replace: true });
  return (
    <ContactsFrame
      tab="properties"
      rows={answer.data?.properties}
      error={answer.error}
      onRetry={() => void answer.refetch()}
      search={search}
      onSearch={setSearch}
      words={words}
      columns={columns}
      rowId={(property) => property.property_id}
      sortedBy="address"
      onOpen={({ property_id: propertyId }) =>
        void navigate({ to: "/contacts/properties/$propertyId", params: { propertyId } })
      }
      actions={
        <>
          <ExportButton kinds={["properties", "valuations"]} />
          <CommandButton
            command="property.add"
            leftSection={<PlusIcon size={13} />}
            onClick={() => setCreating(true)}
          >
            {messages.properties.add}
          </CommandButton>
        </>
      }
    >
      {create ? <PropertyDialog onClose={() => setCreating(false)} /> : null}
    </ContactsFrame>
  );
}
