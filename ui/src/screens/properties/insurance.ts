import { addDays, today } from "../../format/date";

/** So many days before its last one, an insurance is marked. */
const AHEAD = 30;

/** Whether an insurance has run out, or soon will; its last day is still insured. */
export function insuranceState(expiresOn: string | null, day: string = today()): "expired" | "soon" | null {
  if (expiresOn === null) return null;
  if (expiresOn < day) return "expired";
  return expiresOn <= addDays(day, AHEAD) ? "soon" : null;
}
