import { formatAmount } from "../../format/amount";

export type PayloadField = { label: string; value: string };

/** `annualRatePercent` as `Annual rate percent`. */
function labelOf(key: string): string {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return "—";
  if (typeof value === "string") return value;
  return JSON.stringify(value);
}

/** A payload as names and values; what is nested is named by its way. Amounts stay the exact strings they are. */
export function payloadFields(payload: Readonly<Record<string, unknown>>, prefix = ""): PayloadField[] {
  return Object.entries(payload).flatMap(([key, value]) => {
    const label = prefix === "" ? labelOf(key) : `${prefix} › ${labelOf(key).toLowerCase()}`;
    if (isRecord(value)) return payloadFields(value, label);
    if (Array.isArray(value) && value.every((item) => !isRecord(item))) {
      return [{ label, value: value.length === 0 ? "—" : value.map(textOf).join(", ") }];
    }
    if (Array.isArray(value)) {
      return value.flatMap((item, index) =>
        isRecord(item) ? payloadFields(item, `${label} ${index + 1}`) : [{ label, value: textOf(item) }],
      );
    }
    return [{ label, value: textOf(value) }];
  });
}

const gistKeys = ["name", "principal", "payment", "totalPayment", "amount", "organization", "dueOn"];

/** The gist of a payload in a few words: from what to what, or the name or amount that it is about. */
export function payloadGist(payload: Readonly<Record<string, unknown>>): string {
  const { from, to } = payload;
  if (typeof from === "string" && typeof to === "string") return `${from} → ${to}`;
  const key = gistKeys.find((name) => typeof payload[name] === "string");
  const value = key === undefined ? undefined : payload[key];
  if (typeof value !== "string") return "";
  return /^-?\d+(\.\d+)?$/.test(value) ? formatAmount(value) : value;
}
