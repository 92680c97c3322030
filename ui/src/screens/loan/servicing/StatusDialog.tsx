import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { query } from "../../../api/queries";
import { useWrite } from "../../../api/write";
import type { Loan } from "../../../bindings/Loan";
import { Amount } from "../../../components/Amount";
import { Fact, Facts } from "../../../components/Figures";
import { FormDialog, Pair } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { DateField } from "../../../fields/DateField";
import { RateField } from "../../../fields/DecimalField";
import { errorBesideNoField, showFieldError } from "../../../fields/field-errors";
import { parseDate } from "../../../fields/parse-date";
import { parseRate } from "../../../fields/parse-money";
import { neededDate, orNull, problems, readableRate, valueOf } from "../../../fields/values";
import { formatDate, today } from "../../../format/date";
import { messages } from "../../../messages";

const text = messages.servicingSteps;

/** What may become of a loan that is serviced. */
export type ServicingStep = "markDefault" | "cure" | "chargeOff";
export const servicingCommands = {
  markDefault: "loan.mark_default",
  cure: "loan.cure",
  chargeOff: "loan.charge_off",
} as const;

type Props = { loan: Loan; step: ServicingStep; onClose: () => void };

/** Says what is owed and what a step does with it, and asks. */
export function StatusDialog({ loan, step, onClose }: Props) {
  const words = text[step];
  const account = useQuery(query("loan.account", { loan_id: loan.loan_id }));
  const form = useForm({
    initialValues: {
      effective_on: formatDate(today()),
      default_margin_percent: loan.default_margin_percent,
      reason: "",
    },
    validate: (values) =>
      problems({
        effective_on: neededDate(values.effective_on),
        default_margin_percent: readableRate(values.default_margin_percent),
      }),
    clearInputErrorOnChange: true,
  });
  const move = useWrite(servicingCommands[step], {
    onSuccess: () => {
      notify(words.done(loan.number));
      onClose();
    },
  });
  const submit = form.onSubmit((values) =>
    move.mutate(
      {
        loan_id: loan.loan_id,
        effective_on: valueOf(parseDate(values.effective_on)),
        ...(step === "markDefault"
          ? { default_margin_percent: valueOf(parseRate(values.default_margin_percent)) }
          : {}),
        reason: orNull(values.reason),
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={words.title(loan.number)}
      submit={words.action}
      danger={step === "chargeOff"}
      pending={move.isPending}
      error={errorBesideNoField(form, move.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{words.effect}</p>
      {account.data ? (
        <Facts>
          <Fact label={messages.account.principal}>
            <Amount value={account.data.principal} />
          </Fact>
          <Fact label={messages.account.pastDue}>
            <Amount value={account.data.past_due} />
          </Fact>
          <Fact label={messages.account.total}>
            <Amount value={account.data.total} />
          </Fact>
        </Facts>
      ) : null}
      <Pair>
        <DateField
          label={text.effectiveOn}
          data-autofocus
          {...form.getInputProps("effective_on")}
          value={form.values.effective_on}
        />
        {step === "markDefault" ? (
          <RateField
            label={text.markDefault.margin}
            {...form.getInputProps("default_margin_percent")}
            value={form.values.default_margin_percent}
          />
        ) : null}
      </Pair>
      <TextInput label={`${text.reason} (${messages.common.optional})`} {...form.getInputProps("reason")} />
    </FormDialog>
  );
}
