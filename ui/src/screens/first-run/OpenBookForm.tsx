import { PasswordInput } from "@mantine/core";
import { useState } from "react";
import type { CallError } from "../../api/errors";
import { useWrite } from "../../api/write";
import type { Book } from "../../bindings/Book";
import { ErrorNote } from "../../components/ErrorNote";
import { focusWhenShown } from "../../fields/focus-when-shown";
import { PathField } from "../../fields/PathField";
import { isSharedAddress } from "../../format/shared-address";
import { messages } from "../../messages";
import { platform } from "../../platform";
import { type Place, PlaceField } from "./PlaceField";
import { ServerFields } from "./server/ServerFields";
import { StepForm } from "./StepForm";
import { useServerForm } from "./server/use-server-form";

const text = messages.openBook;

type Props = {
  startAddress: string;
  startError: CallError | null;
  onOpened: (book: Book) => void;
  onBack: () => void;
};

/** Opens a file or a book on a server; a secret is asked for when the book turns out to need one. */
export default function OpenBookForm({ startAddress, startError, onOpened, onBack }: Props) {
  const startsShared = isSharedAddress(startAddress);
  const [place, setPlace] = useState<Place>(startsShared ? "server" : "computer");
  const [error, setError] = useState(startError);
  const open = useWrite("book.open", { onSuccess: onOpened });
  const file = useFileForm(startsShared ? "" : startAddress, startError);
  const server = useServerForm(
    startsShared ? { startAddress, startError, making: false } : { making: false },
  );
  const { connection, refuse, shows } = place === "server" ? server : file;

  const submit = () => {
    const input = connection();
    if (!input) return;
    setError(null);
    open.mutate(input, {
      onError: (failure) => {
        setError(failure);
        refuse(failure);
      },
    });
  };
  const choosePlace = (chosen: Place) => {
    setError(null);
    setPlace(chosen);
  };

  return (
    <StepForm
      title={text.title}
      submit={text.submit}
      pending={open.isPending}
      disabled={place === "computer" && file.address.trim() === ""}
      onSubmit={submit}
      onBack={onBack}
    >
      <PlaceField value={place} disabled={open.isPending} onChange={choosePlace} />
      {place === "server" ? <ServerFields server={server} focusFirst /> : <FileFields file={file} />}
      {error && !shows(error) ? <ErrorNote error={error} onRetry={submit} /> : null}
    </StepForm>
  );
}

type FileForm = ReturnType<typeof useFileForm>;

/** A book in a file, as typed: the file, and its passphrase once it turned out to need one. */
function useFileForm(startAddress: string, startError: CallError | null) {
  const [address, setAddress] = useState(startAddress);
  const [passphrase, setPassphrase] = useState("");
  const [asked, setAsked] = useState(startError !== null && asksForPassphrase(startError));
  const [refused, setRefused] = useState(false);

  const choose = (chosen: string) => {
    setAddress(chosen);
    setAsked(false);
    setPassphrase("");
  };
  const connection = () => {
    setRefused(false);
    if (address.trim() === "") return null;
    return { address: address.trim(), passphrase: passphrase === "" ? null : passphrase };
  };
  const refuse = (error: CallError) => {
    if (!asksForPassphrase(error)) return;
    setAsked(true);
    setRefused(passphrase !== "");
  };
  const shows = asksForPassphrase;
  return { address, choose, passphrase, setPassphrase, asked, refused, connection, refuse, shows };
}

function asksForPassphrase(error: CallError): boolean {
  return error.code === "wrong_passphrase";
}

function FileFields({ file }: { file: FileForm }) {
  return (
    <>
      <PathField
        label={text.file}
        value={file.address}
        ref={file.asked ? undefined : focusWhenShown}
        onChange={file.choose}
        onChoose={() => platform.chooseBookToOpen()}
      />
      {file.asked ? (
        <PasswordInput
          label={text.passphrase}
          description={text.passphraseNeeded}
          error={file.refused ? text.passphraseWrong : null}
          ref={focusWhenShown}
          autoComplete="current-password"
          aria-invalid={file.refused ? true : undefined}
          value={file.passphrase}
          onChange={(event) => file.setPassphrase(event.currentTarget.value)}
        />
      ) : null}
    </>
  );
}
