import { useForm } from "@mantine/form";
import { useState } from "react";
import type { CallError } from "../../api/errors";
import { belongsToField, showFieldError } from "../../fields/field-errors";
import { messages } from "../../messages";
import type { Place } from "./PlaceField";
import { useServerForm } from "./server/use-server-form";

export type NewPlace = ReturnType<typeof useNewPlace>;

/** Where a new book goes, as typed: a file with a passphrase or without one, or a server. */
export function useNewPlace(suggestion: string) {
  const [place, choose] = useState<Place>("computer");
  const file = useForm({
    // Without an address of its own it goes where it is suggested.
    initialValues: { address: null as string | null, passphrase: "", repeat: "" },
    validate: {
      repeat: (value, { passphrase }) => (value === passphrase ? null : messages.createBook.mismatch),
    },
    validateInputOnBlur: ["repeat"],
    clearInputErrorOnChange: true,
  });
  const server = useServerForm({ making: true });
  const address = file.values.address ?? suggestion;

  /** What a command takes; null, and the fields say why, where what was typed cannot be right. */
  const connection = () => {
    if (place === "server") return server.connection();
    const { hasErrors } = file.validate();
    if (address.trim() === "") file.setFieldError("address", messages.fields.required);
    if (hasErrors || address.trim() === "") return null;
    const { passphrase } = file.values;
    return { address: address.trim(), passphrase: passphrase === "" ? null : passphrase };
  };
  const refuse = (error: CallError) => {
    if (place === "server") server.refuse(error);
    else showFieldError(file, error);
  };
  const shows = (error: CallError) =>
    place === "server" ? server.shows(error) : belongsToField(file, error);
  return { place, choose, file, server, address, connection, refuse, shows };
}
