import { useWrite } from "../../api/write";
import type { Template } from "../../bindings/Template";
import { FormDialog } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { messages } from "../../messages";

const text = messages.templates;

type Props = { template: Template; onDone: (template: Template) => void; onClose: () => void };

/** Asks, and puts the program's own template back in its place. */
export function ResetDialog({ template, onDone, onClose }: Props) {
  const title = messages.documents.kinds[template.kind];
  const reset = useWrite("template.set", {
    onSuccess: (own) => {
      notify(text.resetDone(title));
      onDone(own);
      onClose();
    },
  });
  return (
    <FormDialog
      title={text.resetTitle(title)}
      submit={text.resetSubmit}
      pending={reset.isPending}
      danger
      error={reset.error}
      onSubmit={() => reset.mutate({ kind: template.kind, source: null })}
      onClose={onClose}
    >
      <p>{text.resetEffect}</p>
    </FormDialog>
  );
}
