import { NativeSelect } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useWrite } from "../../../api/write";
import type { FundSummary } from "../../../bindings/FundSummary";
import type { Loan } from "../../../bindings/Loan";
import { Amount } from "../../../components/Amount";
import { Fact, Facts } from "../../../components/Figures";
import { FormDialog } from "../../../components/FormDialog";
import { notify } from "../../../components/notify";
import { errorBesideNoField, showFieldError } from "../../../fields/field-errors";
import { messages } from "../../../messages";

const text = messages.loanSources;

type Props = { loan: Loan; funds: readonly FundSummary[]; onClose: () => void };

/** Settles which fund the loan is paid out of, while its money is not out yet. */
export function FundingSourceDialog({ loan, funds, onClose }: Props) {
  const form = useForm({
    initialValues: { fund_id: loan.funding_fund_id ?? "" },
    clearInputErrorOnChange: true,
  });
  const set = useWrite("loan.set_funding_source", {
    onSuccess: () => {
      notify(text.sourceSet);
      onClose();
    },
  });
  const chosen = funds.find(({ fund_id }) => fund_id === form.values.fund_id);
  const submit = form.onSubmit(({ fund_id }) =>
    set.mutate(
      { loan_id: loan.loan_id, fund_id: fund_id === "" ? null : fund_id, expected_version: loan.version },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={text.sourceTitle}
      submit={text.submitSource}
      pending={set.isPending}
      error={errorBesideNoField(form, set.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <NativeSelect
        label={text.source}
        description={text.sourceHint}
        data={[
          { value: "", label: text.own },
          ...funds.map((fund) => ({ value: fund.fund_id, label: fund.name })),
        ]}
        data-autofocus
        {...form.getInputProps("fund_id")}
      />
      {chosen ? (
        <Facts>
          <Fact label={messages.funds.figures.available}>
            <Amount value={chosen.available} />
          </Fact>
          <Fact label={messages.newLoan.principal}>
            <Amount value={loan.principal} />
          </Fact>
        </Facts>
      ) : null}
    </FormDialog>
  );
}
