import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { query } from "../../../api/queries";
import { useBook } from "../../../app/book-context";
import { messages } from "../../../messages";

const text = messages.loanSources;

/** Stands for the book's owner among the lenders. */
export const OWN = "own";

type Props = { label: string; value: string; onChange: (lender: string) => void };

/** Picks a lender: the book's owner, a lender or an investor. */
export function LenderField({ label, value, onChange }: Props) {
  const { organization } = useBook();
  const people = useQuery(query("person.list", {}));
  const lenders = (people.data?.people ?? []).filter(({ kind }) => kind === "lender" || kind === "investor");
  return (
    <Select
      label={label}
      placeholder={text.lenderPlaceholder}
      nothingFoundMessage={text.noLender}
      data={[
        { value: OWN, label: text.ownShare(organization) },
        ...lenders.map((person) => ({ value: person.person_id, label: person.name })),
      ]}
      value={value === "" ? null : value}
      onChange={(lender) => onChange(lender ?? "")}
      searchable
      limit={50}
      comboboxProps={{ transitionProps: { duration: 0 } }}
    />
  );
}
