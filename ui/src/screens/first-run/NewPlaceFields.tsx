import { PasswordInput } from "@mantine/core";
import { PathField } from "../../fields/PathField";
import { messages } from "../../messages";
import { platform } from "../../platform";
import classes from "./FirstRun.module.css";
import { type Place, PlaceField } from "./PlaceField";
import { ServerFields } from "./server/ServerFields";
import type { NewPlace } from "./use-new-place";

const text = messages.createBook;

type Props = { to: NewPlace; disabled: boolean; onPlace: (place: Place) => void };

/** Asks where a new book goes. */
export function NewPlaceFields({ to, disabled, onPlace }: Props) {
  const choose = (place: Place) => {
    to.choose(place);
    onPlace(place);
  };
  return (
    <>
      <PlaceField value={to.place} disabled={disabled} onChange={choose} />
      {to.place === "server" ? <ServerFields server={to.server} /> : <FileFields to={to} />}
    </>
  );
}

function FileFields({ to }: { to: NewPlace }) {
  const { file, address } = to;
  const { passphrase } = file.values;
  return (
    <>
      <div className={classes.pair}>
        <PasswordInput
          label={`${text.passphrase} (${messages.common.optional})`}
          description={passphrase === "" ? text.passphraseOff : text.passphraseHint}
          autoComplete="new-password"
          // Mantine tells this of every field but this kind.
          aria-invalid={file.errors["passphrase"] ? true : undefined}
          {...file.getInputProps("passphrase")}
        />
        <PasswordInput
          label={text.repeat}
          autoComplete="new-password"
          disabled={passphrase === ""}
          aria-invalid={file.errors["repeat"] ? true : undefined}
          {...file.getInputProps("repeat")}
        />
      </div>
      <PathField
        label={text.file}
        {...file.getInputProps("address")}
        value={address}
        onChoose={() => platform.chooseNewBook(address)}
      />
    </>
  );
}
