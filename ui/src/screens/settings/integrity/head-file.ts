import { today } from "../../../format/date";
import { suggestAddress } from "../../first-run/book-address";

const bookEnding = /\.lendingos$/i;

/** Where the end of the chain would be kept: a file named after the organization and the day, beside the books. */
export function suggestHeadFile(folder: string, organization: string, date: string = today()): string {
  return suggestAddress(folder, organization).replace(bookEnding, `-chain-end-${date}.json`);
}

/** Whether a path is that of a book, which must never be written over. */
export function isBookFile(path: string): boolean {
  return bookEnding.test(path.trim());
}
