import { Button, NativeSelect, PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { query } from "../../api/queries";
import { useWrite } from "../../api/write";
import type { Book } from "../../bindings/Book";
import { ErrorNote } from "../../components/ErrorNote";
import { belongsToField, showFieldError } from "../../fields/field-errors";
import { focusWhenShown } from "../../fields/focus-when-shown";
import { messages } from "../../messages";
import { platform } from "../../platform";
import { BookFileField } from "./BookFileField";
import { suggestAddress } from "./book-address";
import classes from "./FirstRun.module.css";

const text = messages.createBook;
const labels = messages.fieldLabels;

type Props = { folder: string; onCreated: (book: Book) => void; onBack: () => void };

export default function CreateBookForm({ folder, onCreated, onBack }: Props) {
  const currencies = useQuery(query("currency.list", {}));
  const [ownAddress, setOwnAddress] = useState<string | null>(null);
  const form = useForm({
    initialValues: { organization: "", currency: "USD", owner: "", passphrase: "", repeat: "" },
    validate: {
      organization: (value) => (value.trim() === "" ? messages.fields.required : null),
      owner: (value) => (value.trim() === "" ? messages.fields.required : null),
      repeat: (value, values) => (value === values.passphrase ? null : text.mismatch),
    },
    validateInputOnBlur: ["repeat"],
  });
  const create = useWrite("book.create", { onSuccess: onCreated });
  const address = ownAddress ?? suggestAddress(folder, form.values.organization);

  const submit = form.onSubmit(({ organization, currency, owner, passphrase }) => {
    create.mutate(
      { address, organization, currency, owner, passphrase: passphrase === "" ? null : passphrase },
      { onError: (error) => showFieldError(form, error) },
    );
  });
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
      <div className={classes.pair}>
        <PasswordInput
          label={`${text.passphrase} (${messages.common.optional})`}
          description={form.values.passphrase === "" ? text.passphraseOff : text.passphraseHint}
          autoComplete="new-password"
          {...form.getInputProps("passphrase")}
        />
        <PasswordInput
          label={text.repeat}
          autoComplete="new-password"
          disabled={form.values.passphrase === ""}
          {...form.getInputProps("repeat")}
        />
      </div>
      <BookFileField
        label={text.file}
        value={address}
        error={form.errors["address"]}
        onChange={setOwnAddress}
        onChoose={() => platform.chooseNewBook(address)}
      />
      {create.error && create.error.field !== "address" && !belongsToField(form, create.error) ? (
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
