import { useState } from "react";
import { fieldErrorText } from "../../api/errors";
import { useLongWork } from "../../api/long-work";
import { useWrite } from "../../api/write";
import type { Book } from "../../bindings/Book";
import { ErrorNote } from "../../components/ErrorNote";
import { focusWhenShown } from "../../fields/focus-when-shown";
import { PathField } from "../../fields/PathField";
import { neededText } from "../../fields/values";
import { percentDone } from "../../format/percent";
import { messages } from "../../messages";
import { platform } from "../../platform";
import { WorkProgress } from "../settings/integrity/WorkProgress";
import { organizationOf, suggestAddress } from "./book-address";
import { NewPlaceFields } from "./NewPlaceFields";
import { StepForm } from "./StepForm";
import { useNewPlace } from "./use-new-place";

const text = messages.importEvents;

type Props = { folder: string; onOpened: (book: Book) => void; onBack: () => void };

/** Makes a book of what another one wrote to a file, and opens it. */
export default function ImportEventsForm({ folder, onOpened, onBack }: Props) {
  const [path, setPath] = useState("");
  const [pathError, setPathError] = useState<string | null>(null);
  const organization = organizationOf(path.trim());
  const to = useNewPlace(organization === "" ? "" : suggestAddress(folder, organization));
  const open = useWrite("book.open", { onSuccess: onOpened });
  const work = useLongWork("book.import_events", {
    onSuccess: (_, { address, passphrase = null }) => open.mutate({ address, passphrase }),
    onError: (error) => {
      if (error.field === "path") setPathError(fieldErrorText(error));
      else to.refuse(error);
    },
  });
  const choose = (chosen: string) => {
    setPath(chosen);
    setPathError(null);
  };
  const forget = () => {
    open.reset();
    work.reset();
  };
  const submit = () => {
    const missing = neededText(path);
    setPathError(missing);
    // All that is wrong is shown at once.
    const connection = to.connection();
    if (missing !== null || !connection || work.running || open.isPending) return;
    forget();
    void work.start({ path: path.trim(), ...connection });
  };
  const error = open.error ?? work.error;
  // The book is there once it is to be opened: it is not made again.
  const again = () => (open.error && open.variables ? open.mutate(open.variables) : submit());
  const isBesideField = error !== null && (error.field === "path" || to.shows(error));
  return (
    <StepForm
      title={text.title}
      lead={text.lead}
      submit={text.submit}
      pending={open.isPending}
      working={
        work.running ? (
          <WorkProgress
            name={text.working}
            progress={work.progress}
            describe={percentDone}
            onCancel={work.cancel}
            takesFocus
          />
        ) : null
      }
      onSubmit={submit}
      onBack={onBack}
    >
      <PathField
        label={text.path}
        value={path}
        error={pathError}
        ref={focusWhenShown}
        onChange={choose}
        onChoose={() => platform.chooseEventsFile()}
      />
      <NewPlaceFields to={to} disabled={work.running || open.isPending} onPlace={forget} />
      {error && !isBesideField && !work.running ? <ErrorNote error={error} onRetry={again} /> : null}
    </StepForm>
  );
}
