import { Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useWrite } from "../../api/write";
import type { Fund } from "../../bindings/Fund";
import type { FundEntry } from "../../bindings/FundEntry";
import { Amount } from "../../components/Amount";
import { Fact, Facts } from "../../components/Figures";
import { FormDialog } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { errorBesideNoField, showFieldError } from "../../fields/field-errors";
import { neededText, problems } from "../../fields/values";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";

const text = messages.funds;

/** Takes back what was recorded by mistake, with a reason. */
export function ReverseDialog({
  fund,
  entry,
  onClose,
}: {
  fund: Fund;
  entry: FundEntry;
  onClose: () => void;
}) {
  const form = useForm({
    initialValues: { reason: "" },
    validate: (values) => problems({ reason: neededText(values.reason) }),
    clearInputErrorOnChange: true,
  });
  const reverse = useWrite("fund.reverse", {
    onSuccess: () => {
      notify(text.reverse.done);
      onClose();
    },
  });
  const submit = form.onSubmit(({ reason }) =>
    reverse.mutate(
      { fund_id: fund.fund_id, entry_id: entry.entry_id, reason: reason.trim() },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={text.reverse.title(text.kinds[entry.kind])}
      submit={text.reverse.submit}
      pending={reverse.isPending}
      danger
      error={errorBesideNoField(form, reverse.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <Facts>
        <Fact label={text.entryColumns.on}>{formatDate(entry.effective_on)}</Fact>
        <Fact label={text.entryColumns.amount}>
          <Amount value={entry.amount} />
        </Fact>
      </Facts>
      <p>{text.reverse.effect}</p>
      <Textarea
        label={text.reverse.reason}
        autosize
        minRows={2}
        data-autofocus
        maxLength={500}
        {...form.getInputProps("reason")}
      />
    </FormDialog>
  );
}
