import type { ImportKind } from "../../bindings/ImportKind";
import type { Check } from "./use-check";

/**
 * The field of each column of a file, by its header; null for one that is passed over. A column that could be the same as
 * another one is left out until it is said what it is.
 */
export type ColumnFields = Record<string, string | null>;

const key = (kind: ImportKind) => `lendingos import ${kind}`;

function isField(entry: [string, unknown]): entry is [string, string | null] {
  return entry[1] === null || typeof entry[1] === "string";
}

/** Which columns were which fields in the last file of this kind. */
export function readKeptMapping(kind: ImportKind): ColumnFields {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key(kind)) ?? "null");
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter(isField));
  } catch {
    return {};
  }
}

export function keepMapping(kind: ImportKind, columns: ColumnFields): void {
  localStorage.setItem(key(kind), JSON.stringify({ ...readKeptMapping(kind), ...columns }));
}

/** What the program found the columns to be, but for those of which it asks. */
export function foundMapping(checked: Check): ColumnFields {
  const found = checked.columns.filter((column) => column.could_be === null);
  return Object.fromEntries(found.map((column) => [column.name, column.field]));
}

/** What was found, but for the columns that were something else in the last file. A field goes to one column. */
export function withKept(checked: Check, kept: ColumnFields): ColumnFields {
  const known = new Set(checked.fields.map((field) => field.name));
  const mapping = foundMapping(checked);
  for (const { name } of checked.columns) {
    const field = kept[name];
    if (field === undefined || (field !== null && !known.has(field))) continue;
    setField(mapping, name, field);
  }
  return mapping;
}

/** Makes a column a field; the column that was it before is passed over then. */
export function setField(mapping: ColumnFields, column: string, field: string | null): void {
  for (const other of Object.keys(mapping)) {
    if (field !== null && mapping[other] === field) mapping[other] = null;
  }
  mapping[column] = field;
}

export function sameMapping(one: ColumnFields, other: ColumnFields): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}
