import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { toCallError } from "../../api/errors";
import { query } from "../../api/queries";
import type { Property } from "../../bindings/Property";
import { CommandButton } from "../../components/CommandButton";
import { EmptyState } from "../../components/EmptyState";
import { ErrorNote } from "../../components/ErrorNote";
import { DataGrid } from "../../components/grid/DataGrid";
import { searchFor } from "../../components/grid/search";
import { PlusIcon, SearchIcon } from "../../components/icons";
import { useSessionState } from "../../components/session-state";
import { formatCount } from "../../format/amount";
import { messages } from "../../messages";
import classes from "../contacts/Contacts.module.css";
import { ContactsFrame } from "../contacts/ContactsFrame";
import { columns } from "./columns";
import { PropertyDialog } from "./PropertyDialog";

const text = messages.properties;
const startSort = [{ id: "address", desc: false }];

/** What a property is found by: where it is, its parcel, and the loans that it secures. */
function words(property: Property): string {
  const loans = property.secures.map((loan) => `${loan.loan_number} ${loan.borrower_name}`);
  return [property.address, property.parcel_number, messages.collateral.kinds[property.kind], ...loans].join(
    " ",
  );
}

/** The properties of the book, whatever they secure. */
export default function PropertiesScreen() {
  const navigate = useNavigate();
  const { create = false } = useSearch({ from: "/contacts/properties" });
  const answer = useQuery(query("property.list", {}));
  const [search, setSearch] = useSessionState("properties search", "");
  const properties = answer.data?.properties;
  const shown = useMemo(() => {
    const found = searchFor(search);
    return (properties ?? []).filter((property) => found(words(property)));
  }, [properties, search]);
  const setCreating = (creating: boolean) =>
    void navigate({ to: "/contacts/properties", search: creating ? { create: true } : {}, replace: true });
  return (
    <ContactsFrame
      tab="properties"
      count={properties ? text.count(formatCount(shown.length)) : null}
      actions={
        <CommandButton
          command="property.add"
          leftSection={<PlusIcon size={13} />}
          onClick={() => setCreating(true)}
        >
          {text.add}
        </CommandButton>
      }
      filters={
        properties?.length === 0 ? null : (
          <TextInput
            className={classes.filters}
            type="search"
            aria-label={text.search}
            placeholder={text.searchPlaceholder}
            leftSection={<SearchIcon size={13} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )
      }
    >
      {answer.error ? (
        <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
      ) : null}
      {properties?.length === 0 ? (
        <EmptyState title={text.emptyTitle} text={text.emptyText} />
      ) : properties && shown.length === 0 ? (
        <EmptyState title={text.noMatchTitle} text={text.noMatchText} />
      ) : properties ? (
        <DataGrid
          name={text.table}
          rows={shown}
          columns={columns}
          rowId={(property) => property.property_id}
          startSort={startSort}
          onOpen={(property) =>
            void navigate({
              to: "/contacts/properties/$propertyId",
              params: { propertyId: property.property_id },
            })
          }
        />
      ) : null}
      {create ? <PropertyDialog onClose={() => setCreating(false)} /> : null}
    </ContactsFrame>
  );
}
