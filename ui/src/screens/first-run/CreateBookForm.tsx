import { Button, NativeSelect, PasswordInput, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { CallError } from "../../api/errors";
import { query } from "../../api/queries";
import { useWrite } from "../../api/write";
import type { Book } from "../../bindings/Book";
import { ErrorNote } from "../../components/ErrorNote";
import { belongsToField, showFieldError } from "../../fields/field-errors";
import { focusWhenShown } from "../../fields/focus-when-shown";
import { PathField } from "../../fields/PathField";
import { messages } from "../../messages";
import { platform } from "../../platform";
import { suggestAddress } from "./book-address";
import classes from "./FirstRun.module.css";
import { type Place, PlaceField } from "./PlaceField";
import { ServerFields } from "./server/ServerFields";
import { useServerForm } from "./server/use-server-form";

const text = messages.createBook;
const labels = messages.fieldLabels;

type Values = {
  place: Place;
  organization: string;
  currency: string;
  owner: string;
  passphrase: string;
  repeat: string;
};

const empty: Values = {
  place: "computer",
  organization: "",
  currency: "USD",
  owner: "",
  passphrase: "",
  repeat: "",
};

type Props = { folder: string; onCreated: (book: Book) => void; onBack: () => void };

export default function CreateBookForm({ folder, onCreated, onBack }: Props) {
  const currencies = useQuery(query("currency.list", {}));
  const [ownAddress, setOwnAddress] = useState<string | null>(null);
  const form = useForm<Values>({
    initialValues: empty,
    validate: {
      organization: (value) => (value.trim() === "" ? messages.fields.required : null),
      owner: (value) => (value.trim() === "" ? messages.fields.required : null),
      repeat: (value, { place, passphrase }) =>
        place === "server" || value === passphrase ? null : text.mismatch,
    },
    validateInputOnBlur: ["repeat"],
  });
  const server = useServerForm({ making: true });
  const create = useWrite("book.create", { onSuccess: onCreated });
  const { place } = form.values;
  const address = ownAddress ?? suggestAddress(folder, form.values.organization);

  const fileConnection = () => {
    const { passphrase } = form.values;
    return { address, passphrase: passphrase === "" ? null : passphrase };
  };
  const submit = form.onSubmit(
    ({ organization, currency, owner }) => {
      const connection = place === "server" ? server.connection() : fileConnection();
      if (!connection) return;
      create.mutate(
        { organization, currency, owner, ...connection },
        { onError: (error) => (isOfServer(error) ? server.refuse(error) : showFieldError(form, error)) },
      );
    },
    // All that is wrong is shown at once, not one half of the form after the other.
    () => void (place === "server" && server.connection()),
  );
  const isOfServer = (error: CallError) => place === "server" && server.shows(error);
  const isBesideField = (error: CallError) =>
    place === "server" ? server.shows(error) : error.field === "address";
  const choosePlace = (chosen: Place) => {
    create.reset();
    form.setFieldValue("place", chosen);
  };
  const codes = currencies.data?.currencies.map((currency) => currency.code) ?? ["USD"];

  return (
    <form className={classes.form} onSubmit={submit} aria-label={text.title} noValidate>
      <h2>{text.title}</h2>
      <p className={classes.hint}>{text.lead}</p>
      <div className={classes.pair}>
        <TextInput label={labels.organization} ref={focusWhenShown} {...form.getInputProps("organization")} />
        <NativeSelect label={labels.currency} data={codes} {...form.getInputProps("currency")} />
      </div>
      <TextInput label={text.owner} description={text.ownerHint} {...form.getInputProps("owner")} />
      <PlaceField value={place} disabled={create.isPending} onChange={choosePlace} />
      {place === "server" ? (
        <ServerFields server={server} />
      ) : (
        <FileFields form={form} address={address} onAddress={setOwnAddress} />
      )}
      {create.error && !isBesideField(create.error) && !belongsToField(form, create.error) ? (
        <ErrorNote error={create.error} onRetry={() => submit()} />
      ) : null}
      <div className={classes.actions}>
        <Button variant="default" onClick={onBack}>
          {messages.common.back}
        </Button>
        <Button type="submit" loading={create.isPending}>
          {text.submit}
        </Button>
      </div>
    </form>
  );
}

type FileFieldsProps = {
  form: UseFormReturnType<Values>;
  address: string;
  onAddress: (address: string) => void;
};

function FileFields({ form, address, onAddress }: FileFieldsProps) {
  const { passphrase } = form.values;
  return (
    <>
      <div className={classes.pair}>
        <PasswordInput
          label={`${text.passphrase} (${messages.common.optional})`}
          description={passphrase === "" ? text.passphraseOff : text.passphraseHint}
          autoComplete="new-password"
          {...form.getInputProps("passphrase")}
        />
        <PasswordInput
          label={text.repeat}
          autoComplete="new-password"
          disabled={passphrase === ""}
          {...form.getInputProps("repeat")}
        />
      </div>
      <PathField
        label={text.file}
        value={address}
        error={form.errors["address"]}
        onChange={onAddress}
        onChoose={() => platform.chooseNewBook(address)}
      />
    </>
  );
}
