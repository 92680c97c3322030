import { NativeSelect, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { usePreview } from "../../api/preview";
import { query } from "../../api/queries";
import { useWrite } from "../../api/write";
import type { Fund } from "../../bindings/Fund";
import { DateField } from "../../fields/DateField";
import { fieldWith } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import { options, valueOf } from "../../fields/values";
import { formatAmount, isZero } from "../../format/amount";
import { messages } from "../../messages";
import { EntryDialog, useEntryForm } from "./entry-form";
import { PersonField } from "./PersonField";

const text = messages.funds;
const kinds = options(text.distributionKinds);

type Props = { fund: Fund; onClose: () => void };

/** An investor's commitment. */
export function CommitDialog({ fund, onClose }: Props) {
  const entry = useEntryForm(fund, ["investor_id"]);
  const { form } = entry;
  const { investor_id } = form.values;
  const input = entry.read("committed_on", { investor_id });
  const preview = usePreview("fund.preview_commitment", input);
  const write = useWrite("fund.commit");
  return (
    <EntryDialog
      words={text.commit}
      atMost={fund.uncommitted}
      shown="committed"
      {...{ fund, entry, input, preview, write, onClose }}
    >
      <PersonField label={text.investor} kind="investor" {...fieldWith(form, "investor_id", preview.error)} />
    </EntryDialog>
  );
}

/** A capital call over all commitments. */
export function CallDialog({ fund, onClose }: Props) {
  const entry = useEntryForm(fund, []);
  const { form } = entry;
  const input = entry.read("called_on", {
    due_on: valueOf(parseDate(form.values.due_on)),
  });
  const preview = usePreview("fund.preview_call", input);
  const write = useWrite("fund.call_capital");
  return (
    <EntryDialog
      words={text.call}
      atMost={fund.uncalled}
      shown="uncalled"
      beside={<DateField label={text.call.due} {...fieldWith(form, "due_on", preview.error)} />}
      {...{ fund, entry, input, preview, write, onClose }}
    />
  );
}

/** Called capital that came in. */
export function ReceiveDialog({ fund, investorId, onClose }: Props & { investorId: string | null }) {
  const owing = fund.investors.filter((investor) => !isZero(investor.receivable));
  const first = owing.find((investor) => investor.investor_id === investorId) ?? owing[0];
  const entry = useEntryForm(fund, ["investor_id"], {
    investor_id: first?.investor_id ?? "",
    amount: first ? formatAmount(first.receivable) : "",
  });
  const { form } = entry;
  const { investor_id } = form.values;
  const chosen = owing.find((investor) => investor.investor_id === investor_id);
  const input = entry.read("received_on", { investor_id });
  const preview = usePreview("fund.preview_receipt", input);
  const write = useWrite("fund.receive");
  const choose = (id: string) => {
    form.setFieldValue("investor_id", id);
    const receivable = owing.find((investor) => investor.investor_id === id)?.receivable;
    if (receivable !== undefined) form.setFieldValue("amount", formatAmount(receivable));
  };
  return (
    <EntryDialog
      words={text.receive}
      atMost={chosen?.receivable ?? fund.receivable}
      shown="receivable"
      {...{ fund, entry, input, preview, write, onClose }}
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
  const entry = useEntryForm(fund, ["loan_id"]);
  const { form } = entry;
  const { loan_id } = form.values;
  const input = entry.read("allocated_on", { loan_id });
  const preview = usePreview("fund.preview_allocation", input);
  const write = useWrite("fund.allocate");
  return (
    <EntryDialog
      words={text.allocate}
      atMost={fund.available}
      shown={null}
      {...{ fund, entry, input, preview, write, onClose }}
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
  const entry = useEntryForm(fund, ["loan_id"], { loan_id: lent[0]?.loan_id ?? "" });
  const { form } = entry;
  const { loan_id } = form.values;
  const chosen = lent.find((loan) => loan.loan_id === loan_id);
  const input = entry.read("returned_on", { loan_id });
  const preview = usePreview("fund.preview_return", input);
  const write = useWrite("fund.return_capital");
  return (
    <EntryDialog
      words={text.return}
      atMost={chosen?.deployed ?? fund.deployed}
      shown={null}
      {...{ fund, entry, input, preview, write, onClose }}
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
  const entry = useEntryForm(fund, []);
  const { form } = entry;
  const { kind } = form.values;
  const input = entry.read("distributed_on", { kind });
  const preview = usePreview("fund.preview_distribution", input);
  const write = useWrite("fund.distribute");
  return (
    <EntryDialog
      words={text.distribute}
      atMost={kind === "return_of_capital" ? fund.available : null}
      shown="capital"
      {...{ fund, entry, input, preview, write, onClose }}
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
