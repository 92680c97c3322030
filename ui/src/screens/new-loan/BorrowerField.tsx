import { Select } from "@mantine/core";
import { CommandButton } from "../../components/CommandButton";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { query } from "../../api/queries";
import { messages } from "../../messages";
import { ContactDialog } from "../contacts/ContactDialog";
import classes from "./NewLoanScreen.module.css";

const text = messages.newLoan;

type Props = { value?: string; onChange?: (personId: string) => void; error?: ReactNode };

/** Picks a borrower by name, or makes a new one without leaving the form. */
export function BorrowerField({ value, onChange, error }: Props) {
  const people = useQuery(query("person.list", { kind: "borrower" }));
  const [creating, setCreating] = useState(false);
  const options = (people.data?.people ?? []).map((person) => ({
    value: person.person_id,
    label: person.name,
  }));
  return (
    <div className={classes.borrower}>
      <Select
        label={text.borrower}
        placeholder={text.borrowerPlaceholder}
        nothingFoundMessage={text.noBorrower}
        data={options}
        value={value === "" ? null : (value ?? null)}
        onChange={(personId) => onChange?.(personId ?? "")}
        error={error}
        searchable
        limit={50}
        comboboxProps={{ transitionProps: { duration: 0 } }}
      />
      <CommandButton command="person.create" variant="default" onClick={() => setCreating(true)}>
        {text.newBorrower}
      </CommandButton>
      {creating ? (
        <ContactDialog
          title={text.newBorrower}
          kind="borrower"
          onClose={() => setCreating(false)}
          onCreated={(person) => onChange?.(person.person_id)}
        />
      ) : null}
    </div>
  );
}
