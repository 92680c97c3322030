import { NativeSelect, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { CallError } from "../../api/errors";
import { usePreview } from "../../api/preview";
import { query } from "../../api/queries";
import { useWrite } from "../../api/write";
import type { Fund } from "../../bindings/Fund";
import { notify } from "../../components/notify";
import { DateField } from "../../fields/DateField";
import { fieldWith, showFieldError } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import { options, valueOf } from "../../fields/values";
import { formatAmount, isZero } from "../../format/amount";
import { messages } from "../../messages";
import { EntryDialog, type EntryForm, atField, useEntryForm } from "./entry-form";
import { PersonField } from "./PersonField";

const text = messages.funds;
const kinds = options(text.distributionKinds);

type Props = { fund: Fund; onClose: () => void };

function showRefusal(form: EntryForm, error: CallError): void {
  showFieldError(form, atField(error) ?? error);
}

/** What every dialog does once it is recorded. */
function useDone(onClose: () => void, done: (amount: string) => string, form: EntryForm) {
  return {
    onSuccess: () => {
      notify(done(form.values.amount));
      onClose();
    },
  };
}

/** An investor's commitment. */
export function CommitDialog({ fund, onClose }: Props) {
  const { form, read, digits } = useEntryForm(["investor_id"]);
  const { investor_id } = form.values;
  const input = read && {
    fund_id: fund.fund_id,
    investor_id,
    amount: read.amount,
    committed_on: read.on,
    note: read.note,
  };
  const preview = usePreview("fund.preview_commitment", input);
  const write = useWrite("fund.commit", useDone(onClose, text.commit.done, form));
  return (
    <EntryDialog
      title={text.commit.title(fund.name)}
      submit={text.commit.submit}
      day={text.commit.on}
      atMost={fund.uncommitted}
      shown="committed"
      {...{ form, digits, preview, write, onClose }}
      onSubmit={form.onSubmit(() => {
        if (input) write.mutate(input, { onError: (error) => showRefusal(form, error) });
      })}
    >
      <PersonField label={text.investor} kind="investor" {...fieldWith(form, "investor_id", preview.error)} />
    </EntryDialog>
  );
}

/** A capital call over all commitments. */
export function CallDialog({ fund, onClose }: Props) {
  const { form, read, digits } = useEntryForm([]);
  const input = read && {
    fund_id: fund.fund_id,
    amount: read.amount,
    called_on: read.on,
    due_on: valueOf(parseDate(form.values.due_on)),
    note: read.note,
  };
  const preview = usePreview("fund.preview_call", input);
  const write = useWrite("fund.call_capital", useDone(onClose, text.call.done, form));
  return (
    <EntryDialog
      title={text.call.title(fund.name)}
      submit={text.call.submit}
      day={text.call.on}
      atMost={fund.uncalled}
      shown="uncalled"
      beside={<DateField label={text.call.due} {...fieldWith(form, "due_on", preview.error)} />}
      {...{ form, digits, preview, write, onClose }}
      onSubmit={form.onSubmit(() => {
        if (input) write.mutate(input, { onError: (error) => showRefusal(form, error) });
      })}
    />
  );
}

/** Called capital that came in. */
export function ReceiveDialog({ fund, investorId, onClose }: Props & { investorId: string | null }) {
  const owing = fund.investors.filter((investor) => !isZero(investor.receivable));
  const first = owing.find((investor) => investor.investor_id === investorId) ?? owing[0];
  const { form, read, digits } = useEntryForm(["investor_id"], {
    investor_id: first?.investor_id ?? "",
    amount: first ? formatAmount(first.receivable) : "",
  });
  const { investor_id } = form.values;
  const chosen = owing.find((investor) => investor.investor_id === investor_id);
  const input = read && {
    fund_id: fund.fund_id,
    investor_id,
    amount: read.amount,
    received_on: read.on,
    note: read.note,
  };
  const preview = usePreview("fund.preview_receipt", input);
  const write = useWrite("fund.receive", useDone(onClose, text.receive.done, form));
  const choose = (id: string) => {
    form.setFieldValue("investor_id", id);
    const receivable = owing.find((investor) => investor.investor_id === id)?.receivable;
    if (receivable !== undefined) form.setFieldValue("amount", formatAmount(receivable));
  };
  return (
    <EntryDialog
      title={text.receive.title(fund.name)}
      submit={text.receive.submit}
      day={text.receive.on}
      atMost={chosen?.receivable ?? fund.receivable}
      shown="receivable"
      {...{ form, digits, preview, write, onClose }}
      onSubmit={form.onSubmit(() => {
        if (input) write.mutate(input, { onError: (error) => showRefusal(form, error) });
      })}
    >
      <NativeSelect
        label={text.investor}
        data={owing.map((investor) => ({ value: investor.investor_id, label: investor.name }))}
        {...fieldWith(form, "investor_id", preview.error)}
        onChange={(event) => choose(event.currentTarget.value)}
      />
    </EntryDialog>
  );
}

const MOST_LOANS = 10_000;

/** Capital that goes into a loan. */
export function AllocateDialog({ fund, onClose }: Props) {
  const loans = useQuery(query("loan.list", { limit: MOST_LOANS }));
  const { form, read, digits } = useEntryForm(["loan_id"]);
  const { loan_id } = form.values;
  const input = read && {
    fund_id: fund.fund_id,
    loan_id,
    amount: read.amount,
    allocated_on: read.on,
    note: read.note,
  };
  const preview = usePreview("fund.preview_allocation", input);
  const write = useWrite("fund.allocate", useDone(onClose, text.allocate.done, form));
  return (
    <EntryDialog
      title={text.allocate.title(fund.name)}
      submit={text.allocate.submit}
      day={text.allocate.on}
      atMost={fund.available}
      shown={null}
      {...{ form, digits, preview, write, onClose }}
      onSubmit={form.onSubmit(() => {
        if (input) write.mutate(input, { onError: (error) => showRefusal(form, error) });
      })}
    >
      <Select
        label={text.loan}
        placeholder={messages.payments.loanPlaceholder}
        nothingFoundMessage={messages.payments.noLoan}
        data={(loans.data?.loans ?? [])
          .filter((loan) => loan.status !== "rejected")
          .map((loan) => ({
            value: loan.loan_id,
            label: messages.loan.heading(loan.number, loan.borrower_name),
          }))}
        searchable
        limit={50}
        comboboxProps={{ transitionProps: { duration: 0 } }}
        {...fieldWith(form, "loan_id", preview.error)}
        value={loan_id === "" ? null : loan_id}
        onChange={(id) => form.setFieldValue("loan_id", id ?? "")}
      />
    </EntryDialog>
  );
}

/** Capital that came back from a loan. */
export function ReturnDialog({ fund, onClose }: Props) {
  const lent = fund.loans.filter((loan) => !isZero(loan.deployed));
  const { form, read, digits } = useEntryForm(["loan_id"], { loan_id: lent[0]?.loan_id ?? "" });
  const { loan_id } = form.values;
  const chosen = lent.find((loan) => loan.loan_id === loan_id);
  const input = read && {
    fund_id: fund.fund_id,
    loan_id,
    amount: read.amount,
    returned_on: read.on,
    note: read.note,
  };
  const preview = usePreview("fund.preview_return", input);
  const write = useWrite("fund.return_capital", useDone(onClose, text.return.done, form));
  return (
    <EntryDialog
      title={text.return.title(fund.name)}
      submit={text.return.submit}
      day={text.return.on}
      atMost={chosen?.deployed ?? fund.deployed}
      shown={null}
      {...{ form, digits, preview, write, onClose }}
      onSubmit={form.onSubmit(() => {
        if (input) write.mutate(input, { onError: (error) => showRefusal(form, error) });
      })}
    >
      <NativeSelect
        label={text.loan}
        data={lent.map((loan) => ({
          value: loan.loan_id,
          label: messages.loan.heading(loan.loan_number, loan.borrower_name),
        }))}
        {...fieldWith(form, "loan_id", preview.error)}
      />
    </EntryDialog>
  );
}

/** Money for the investors: interest, their own capital, or profit. */
export function DistributeDialog({ fund, onClose }: Props) {
  const { form, read, digits } = useEntryForm([]);
  const { kind } = form.values;
  const input = read && {
    fund_id: fund.fund_id,
    kind,
    amount: read.amount,
    distributed_on: read.on,
    note: read.note,
  };
  const preview = usePreview("fund.preview_distribution", input);
  const write = useWrite("fund.distribute", useDone(onClose, text.distribute.done, form));
  return (
    <EntryDialog
      title={text.distribute.title(fund.name)}
      submit={text.distribute.submit}
      day={text.distribute.on}
      atMost={kind === "return_of_capital" ? fund.available : null}
      shown="capital"
      {...{ form, digits, preview, write, onClose }}
      onSubmit={form.onSubmit(() => {
        if (input) write.mutate(input, { onError: (error) => showRefusal(form, error) });
      })}
    >
      <NativeSelect
        label={text.distribute.kind}
        description={text.distribute.hints[kind]}
        data={kinds}
        {...fieldWith(form, "kind", preview.error)}
      />
    </EntryDialog>
  );
}
