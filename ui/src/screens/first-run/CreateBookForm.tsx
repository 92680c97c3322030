import { NativeSelect, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { query } from "../../api/queries";
import { useWrite } from "../../api/write";
import type { Book } from "../../bindings/Book";
import { ErrorNote } from "../../components/ErrorNote";
import { belongsToField, showFieldError } from "../../fields/field-errors";
import { focusWhenShown } from "../../fields/focus-when-shown";
import { neededText } from "../../fields/values";
import { messages } from "../../messages";
import { suggestAddress } from "./book-address";
import classes from "./FirstRun.module.css";
import { NewPlaceFields } from "./NewPlaceFields";
import { StepForm } from "./StepForm";
import { useNewPlace } from "./use-new-place";

const text = messages.createBook;
const labels = messages.fieldLabels;

type Props = { folder: string; onCreated: (book: Book) => void; onBack: () => void };

export default function CreateBookForm({ folder, onCreated, onBack }: Props) {
  const currencies = useQuery(query("currency.list", {}));
  const form = useForm({
    initialValues: { organization: "", currency: "USD", owner: "" },
    validate: { organization: neededText, owner: neededText },
  });
  const to = useNewPlace(suggestAddress(folder, form.values.organization));
  const create = useWrite("book.create", { onSuccess: onCreated });

  const submit = form.onSubmit(
    (values) => {
      const connection = to.connection();
      if (!connection) return;
      create.mutate(
        { ...values, ...connection },
        { onError: (error) => (to.shows(error) ? to.refuse(error) : showFieldError(form, error)) },
      );
    },
    // All that is wrong is shown at once, not one half of the form after the other.
    () => void to.connection(),
  );
  const codes = currencies.data?.currencies.map((currency) => currency.code) ?? ["USD"];

  return (
    <StepForm
      title={text.title}
      lead={text.lead}
      submit={text.submit}
      pending={create.isPending}
      onSubmit={submit}
      onBack={onBack}
    >
      <div className={classes.pair}>
        <TextInput label={labels.organization} ref={focusWhenShown} {...form.getInputProps("organization")} />
        <NativeSelect label={labels.currency} data={codes} {...form.getInputProps("currency")} />
      </div>
      <TextInput label={text.owner} description={text.ownerHint} {...form.getInputProps("owner")} />
      <NewPlaceFields to={to} disabled={create.isPending} onPlace={create.reset} />
      {create.error && !to.shows(create.error) && !belongsToField(form, create.error) ? (
        <ErrorNote error={create.error} onRetry={() => submit()} />
      ) : null}
    </StepForm>
  );
}
