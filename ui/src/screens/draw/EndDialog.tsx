import { Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useWrite } from "../../api/write";
import { FormDialog } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { errorBesideNoField, showFieldError } from "../../fields/field-errors";
import { neededText, problems } from "../../fields/values";
import { messages } from "../../messages";

const text = messages.draws.end;

export type EndKind = "sendBack" | "reject" | "cancel";

const commands = { sendBack: "draw.send_back", reject: "draw.reject", cancel: "draw.cancel" } as const;

type Props = {
  kind: EndKind;
  draw: { draw_id: string; number: number; version: number };
  /** What the draw takes of the loan, in words, and would be free again. */
  frees: string | null;
  onDone?: () => void;
  onClose: () => void;
};

/** Gives a draw back, turns it down or gives it up, with a reason. */
export function EndDialog({ kind, draw, frees, onDone, onClose }: Props) {
  const words = text[kind];
  const form = useForm({
    initialValues: { reason: "" },
    validate: (values) => problems({ reason: neededText(values.reason) }),
    clearInputErrorOnChange: true,
  });
  const end = useWrite(commands[kind], {
    onSuccess: () => {
      notify(words.done(draw.number));
      onClose();
      onDone?.();
    },
  });
  const submit = form.onSubmit((values) =>
    end.mutate(
      { draw_id: draw.draw_id, reason: values.reason.trim(), expected_version: draw.version },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={words.title(draw.number)}
      submit={words.submit}
      pending={end.isPending}
      danger={kind !== "sendBack"}
      error={errorBesideNoField(form, end.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>
        {words.effect}
        {frees === null || kind === "sendBack" ? null : ` ${frees}.`}
      </p>
      <Textarea
        label={text.reason}
        autosize
        minRows={2}
        data-autofocus
        maxLength={500}
        {...form.getInputProps("reason")}
      />
    </FormDialog>
  );
}
