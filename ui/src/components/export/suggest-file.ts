import { today } from "../../format/date";
import { suggestAddress } from "../../screens/first-run/book-address";

const bookEnding = /\.lendingos$/i;

/** Where a file that leaves the book would go: named after the organization, what it is and the day, beside the books. */
export function suggestFile(
  folder: string,
  organization: string,
  what: string,
  ending: string,
  date: string = today(),
): string {
  const name = what.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-");
  return suggestAddress(folder, organization).replace(bookEnding, `-${name}-${date}.${ending}`);
}
