import { messages } from "../../messages";
import { WarningIcon } from "../icons";
import classes from "./MissingCharacters.module.css";

/** What the pages cannot show: whoever is to sign should not find a box in their name. */
export function MissingCharacters({ missing }: { missing: string }) {
  return (
    <p className={classes.missing} role="status">
      <WarningIcon size={14} />
      <span data-selectable>{messages.documents.missingCharacters(Array.from(missing).join(" "))}</span>
    </p>
  );
}
