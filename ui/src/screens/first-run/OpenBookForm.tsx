import { Button, PasswordInput } from "@mantine/core";
import { useState } from "react";
import type { CallError } from "../../api/errors";
import { useWrite } from "../../api/write";
import type { Book } from "../../bindings/Book";
import { ErrorNote } from "../../components/ErrorNote";
import { focusWhenShown } from "../../fields/focus-when-shown";
import { messages } from "../../messages";
import { platform } from "../../platform";
import { BookFileField } from "./BookFileField";
import classes from "./FirstRun.module.css";

const text = messages.openBook;

type Props = {
  startAddress: string;
  startError: CallError | null;
  onOpened: (book: Book) => void;
  onBack: () => void;
};

/** Opens a file; the passphrase is asked for when the book turns out to need one. */
export default function OpenBookForm({ startAddress, startError, onOpened, onBack }: Props) {
  const [address, setAddress] = useState(startAddress);
  const [passphrase, setPassphrase] = useState("");
  const [asked, setAsked] = useState(startError?.code === "wrong_passphrase");
  const [refused, setRefused] = useState(false);
  const open = useWrite("book.open", { onSuccess: onOpened });
  const error = open.error ?? (open.isIdle ? startError : null);
  const missing = address.trim() === "";

  const submit = () => {
    setRefused(false);
    open.mutate(
      { address: address.trim(), passphrase: passphrase === "" ? null : passphrase },
      {
        onError: (failure) => {
          if (failure.code !== "wrong_passphrase") return;
          setAsked(true);
          setRefused(passphrase !== "");
        },
      },
    );
  };

  return (
    <form
      className={classes.form}
      aria-label={text.title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing) submit();
      }}
    >
      <h2>{text.title}</h2>
      <BookFileField
        label={text.file}
        value={address}
        ref={asked ? undefined : focusWhenShown}
        onChange={(chosen) => {
          setAddress(chosen);
          setAsked(false);
          setPassphrase("");
        }}
        onChoose={() => platform.chooseBookToOpen()}
      />
      {asked ? (
        <PasswordInput
          label={text.passphrase}
          description={text.passphraseNeeded}
          error={refused ? text.passphraseWrong : null}
          ref={focusWhenShown}
          autoComplete="current-password"
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
      ) : null}
      {error && error.code !== "wrong_passphrase" ? <ErrorNote error={error} onRetry={submit} /> : null}
      <div className={classes.actions}>
        <Button variant="default" onClick={onBack}>
          {messages.common.back}
        </Button>
        <Button type="submit" loading={open.isPending} disabled={missing}>
          {text.submit}
        </Button>
      </div>
    </form>
  );
}
