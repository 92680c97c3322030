import { Button } from "@mantine/core";
import { useForm } from "@mantine/form";
import { usePreview } from "../../../api/preview";
import { useWrite } from "../../../api/write";
import type { Loan } from "../../../bindings/Loan";
import type { Participant } from "../../../bindings/Participant";
import { ErrorNote } from "../../../components/ErrorNote";
import { FormDialog } from "../../../components/FormDialog";
import { PlusIcon } from "../../../components/icons";
import { notify } from "../../../components/notify";
import { PlainTable } from "../../../components/table/PlainTable";
import { DateField } from "../../../fields/DateField";
import { RateField } from "../../../fields/DecimalField";
import { parseDate } from "../../../fields/parse-date";
import { parseRate } from "../../../fields/parse-money";
import { readableDate, valueOf } from "../../../fields/values";
import { formatDate, today } from "../../../format/date";
import { messages } from "../../../messages";
import { shareColumns } from "./columns";
import { LenderField, OWN } from "./LenderField";
import classes from "./Sources.module.css";

const text = messages.loanSources;

/** A lender as typed: an id, the book's owner, or nobody yet. */
type Row = { key: string; lender: string; share: string };

type Props = { loan: Loan; participants: readonly Participant[]; onClose: () => void };

/** Settles who shares the loan; what is whose is shown as soon as the shares make 100 %. */
export function ParticipationsDialog({ loan, participants, onClose }: Props) {
  const form = useForm<{ rows: Row[]; effective_on: string }>({
    initialValues: { rows: startRows(participants), effective_on: "" },
    validate: { effective_on: readableDate },
    clearInputErrorOnChange: true,
  });
  const { rows, effective_on } = form.values;
  const typed = rows.map(({ lender, share }) => ({
    person_id: lender === OWN ? null : lender,
    share_percent: valueOf(parseRate(share)),
  }));
  const complete = typed.every(({ person_id, share_percent }) => person_id !== "" && share_percent !== null);
  const input = {
    loan_id: loan.loan_id,
    participants: typed.map(({ person_id, share_percent }) => ({
      person_id,
      share_percent: share_percent ?? "0",
    })),
    effective_on: valueOf(parseDate(effective_on)),
  };
  const preview = usePreview("participation.preview", complete ? input : null);
  const set = useWrite("participation.set", {
    onSuccess: () => {
      notify(text.sharesSet);
      onClose();
    },
  });
  return (
    <FormDialog
      title={text.sharesTitle}
      size={620}
      submit={text.submitShares}
      pending={set.isPending}
      refusal={complete ? null : text.incomplete}
      disabled={preview.error !== null}
      error={set.error}
      onSubmit={form.onSubmit(() => set.mutate(input))}
      onClose={onClose}
    >
      <ul className={classes.rows}>
        {rows.map((row, index) => (
          <li key={row.key} className={classes.row}>
            <LenderField
              label={text.lenderOf(index + 1)}
              value={row.lender}
              onChange={(lender) => form.setFieldValue(`rows.${index}.lender`, lender)}
            />
            <RateField
              label={text.shareOf(index + 1)}
              value={row.share}
              onChange={(share) => form.setFieldValue(`rows.${index}.share`, share)}
            />
            <Button
              variant="subtle"
              aria-label={text.removeOf(index + 1)}
              disabled={rows.length === 1}
              onClick={() => form.removeListItem("rows", index)}
            >
              {text.remove}
            </Button>
          </li>
        ))}
      </ul>
      <div className={classes.foot}>
        <Button
          variant="default"
          leftSection={<PlusIcon size={13} />}
          onClick={() => form.insertListItem("rows", { key: newKey(), lender: "", share: "" })}
        >
          {text.addLender}
        </Button>
        <DateField
          label={text.effectiveOn}
          description={participants.length === 0 ? text.fromFunding : text.fromToday}
          placeholder={formatDate(participants.length === 0 ? (loan.funded_on ?? today()) : today())}
          {...form.getInputProps("effective_on")}
          value={effective_on}
        />
      </div>
      {preview.error ? <ErrorNote error={preview.error} /> : null}
      {preview.data && !preview.error ? (
        <PlainTable
          name={text.effect}
          columns={shareColumns}
          rows={preview.data.participants}
          rowId={(participant) => participant.person_id ?? OWN}
        />
      ) : null}
    </FormDialog>
  );
}

function startRows(participants: readonly Participant[]): Row[] {
  if (participants.length === 0) {
    return [
      { key: newKey(), lender: OWN, share: "" },
      { key: newKey(), lender: "", share: "" },
    ];
  }
  return participants.map(({ person_id, share_percent }) => ({
    key: newKey(),
    lender: person_id ?? OWN,
    share: share_percent,
  }));
}

function newKey(): string {
  return crypto.randomUUID();
}
