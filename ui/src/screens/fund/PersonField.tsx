import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { query } from "../../api/queries";
import type { PersonKind } from "../../bindings/PersonKind";
import { CommandButton } from "../../components/CommandButton";
import { messages } from "../../messages";
import { ContactDialog } from "../contacts/ContactDialog";
import classes from "./PersonField.module.css";

const text = messages.funds;

type Props = {
  label: string;
  /** The kind of a new contact; every contact can be chosen. */
  kind: PersonKind;
  value: string;
  onChange: (personId: string) => void;
  error?: ReactNode;
};

/** Picks a contact by name, those of the usual kind first, or makes a new one without leaving the form. */
export function PersonField({ label, kind, value, onChange, error }: Props) {
  const people = useQuery(query("person.list", {}));
  const [creating, setCreating] = useState(false);
  const all = people.data?.people ?? [];
  const group = (title: string, isUsual: boolean) => ({
    group: title,
    items: all
      .filter((person) => (person.kind === kind) === isUsual)
      .map((person) => ({ value: person.person_id, label: person.name })),
  });
  return (
    <div className={classes.person}>
      <Select
        label={label}
        placeholder={text.personPlaceholder}
        nothingFoundMessage={text.noPerson}
        data={[group(text.usualPeople[kind], true), group(text.otherPeople, false)].filter(
          ({ items }) => items.length > 0,
        )}
        value={value === "" ? null : value}
        onChange={(personId) => onChange(personId ?? "")}
        error={error}
        searchable
        limit={50}
        comboboxProps={{ transitionProps: { duration: 0 } }}
      />
      <CommandButton command="person.create" variant="default" onClick={() => setCreating(true)}>
        {text.newPerson}
      </CommandButton>
      {creating ? (
        <ContactDialog
          title={text.newPersonOf(label)}
          kind={kind}
          onClose={() => setCreating(false)}
          onCreated={(person) => onChange(person.person_id)}
        />
      ) : null}
    </div>
  );
}
