import { Button, Checkbox, TextInput, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { type CallError, inWords } from "../../../api/errors";
import { usePreview } from "../../../api/preview";
import { useWrite } from "../../../api/write";
import { useBook } from "../../../app/book-context";
import { usePermission } from "../../../app/permission";
import type { LetterheadView } from "../../../bindings/LetterheadView";
import type { SetLetterhead } from "../../../bindings/SetLetterhead";
import { CommandButton } from "../../../components/CommandButton";
import { ErrorNote } from "../../../components/ErrorNote";
import { Fact, Facts } from "../../../components/Figures";
import { Pair } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { Pages } from "../../../components/pages/Pages";
import { readDraft, useKeptDraft } from "../../../fields/draft";
import { errorBesideNoField, showFieldError } from "../../../fields/field-errors";
import { PathField } from "../../../fields/PathField";
import { orNull } from "../../../fields/values";
import { messages } from "../../../messages";
import { platform } from "../../../platform";
import classes from "./Documents.module.css";

const text = messages.letterhead;

/** What is typed. Texts, so that it is kept over a crash of the window; the logo goes where `remove_logo` is "yes". */
function valuesOf(letterhead: LetterheadView) {
  return {
    address: letterhead.address ?? "",
    phone: letterhead.phone ?? "",
    email: letterhead.email ?? "",
    website: letterhead.website ?? "",
    licence_number: letterhead.licence_number ?? "",
    footer: letterhead.footer ?? "",
    logo_path: "",
    remove_logo: "",
  };
}

/** What the command takes; an empty text is none. */
function inputOf({
  logo_path: path,
  remove_logo: remove,
  ...lines
}: ReturnType<typeof valuesOf>): SetLetterhead {
  const texts = Object.entries(lines).map(([name, typed]) => [name, orNull(typed)] as const);
  return { ...Object.fromEntries(texts), logo_path: orNull(path), remove_logo: remove === "yes" };
}

/** What stands at the head and the foot of every document, and beside it how that looks. */
export function LetterheadForm({ letterhead }: { letterhead: LetterheadView }) {
  const { organization, organization_id: organizationId } = useBook();
  const { allowed } = usePermission("letterhead.set");
  const key = `letterhead ${organizationId}`;
  const start = valuesOf(letterhead);
  const [restored, setRestored] = useState(() => readDraft(key, start));
  const form = useForm({ initialValues: restored ?? start, clearInputErrorOnChange: true });
  const forget = useKeptDraft(key, start, form.values);
  const save = useWrite("letterhead.set", {
    onSuccess: (saved) => {
      forget();
      setRestored(null);
      form.setValues(valuesOf(saved));
      notify(text.saved);
    },
  });
  const submit = form.onSubmit((values) =>
    save.mutate(inputOf(values), { onError: (error) => showError(form, error) }),
  );
  const discard = () => {
    forget();
    setRestored(null);
    form.setValues(start);
    form.clearErrors();
  };
  const error = errorBesideNoField(form, save.error);
  const line = (name: Exclude<keyof typeof start, "remove_logo">) => ({
    label: text[name === "logo_path" ? "logo" : name],
    readOnly: !allowed,
    ...form.getInputProps(name),
  });
  return (
    <div className={classes.letterhead}>
      <form className={classes.form} aria-label={text.title} noValidate onSubmit={submit}>
        {restored ? (
          <div className={classes.draft} role="status">
            <span>{text.restored}</span>
            <Button variant="subtle" color="gray" size="compact-sm" onClick={discard}>
              {text.discard}
            </Button>
          </div>
        ) : null}
        <Facts>
          <Fact label={text.name}>{organization}</Fact>
        </Facts>
        <Textarea autosize minRows={2} maxRows={6} {...line("address")} />
        <Pair>
          <TextInput type="tel" {...line("phone")} />
          <TextInput type="email" {...line("email")} />
        </Pair>
        <Pair>
          <TextInput {...line("website")} />
          <TextInput {...line("licence_number")} />
        </Pair>
        <Textarea autosize minRows={1} maxRows={4} {...line("footer")} />
        <PathField
          {...line("logo_path")}
          value={form.values.logo_path}
          description={
            letterhead.logo_file_name === null
              ? text.logoHint
              : `${text.logoNow(letterhead.logo_file_name)} · ${text.logoHint}`
          }
          onChoose={() => platform.chooseLogo()}
        />
        {letterhead.logo_file_name === null ? null : (
          <Checkbox
            label={text.removeLogo}
            disabled={!allowed}
            checked={form.values.remove_logo === "yes"}
            onChange={(event) => form.setFieldValue("remove_logo", event.currentTarget.checked ? "yes" : "")}
          />
        )}
        {error ? <ErrorNote error={error} /> : null}
        <div className={classes.actions}>
          <CommandButton command="letterhead.set" type="submit" loading={save.isPending}>
            {text.save}
          </CommandButton>
        </div>
      </form>
      <Preview typed={inputOf(form.values)} />
    </div>
  );
}

/** Rust calls the address what another form calls its file; here the fields are named as they are. */
function showError(form: Parameters<typeof showFieldError>[0], error: CallError): void {
  if (error.field === "address") form.setFieldError(error.field, inWords(error.message));
  else showFieldError(form, error);
}

function Preview({ typed }: { typed: SetLetterhead }) {
  const preview = usePreview(
    "template.preview",
    { kind: "closing_statement", letterhead: typed },
    { pause: 250, isLarge: true },
  );
  return (
    <section className={classes.preview} aria-label={text.preview}>
      <Pages name={text.preview} pages={preview.data?.pages ?? []} />
      <p className={classes.hint}>{text.previewHint}</p>
    </section>
  );
}
