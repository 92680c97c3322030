import { Checkbox, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { usePreview } from "../../api/preview";
import { useWrite } from "../../api/write";
import { useBook } from "../../app/book-context";
import type { ApprovalPreview } from "../../bindings/ApprovalPreview";
import type { ApprovedLinePreview } from "../../bindings/ApprovedLinePreview";
import type { Draw } from "../../bindings/Draw";
import type { DrawLine } from "../../bindings/DrawLine";
import { Amount } from "../../components/Amount";
import { ErrorNote } from "../../components/ErrorNote";
import { Figure, Figures } from "../../components/Figures";
import { FormDialog, Pair } from "../../components/FormDialog";
import { notify } from "../../components/notify";
import { Problem } from "../../components/Problem";
import { type PlainColumn, PlainTable } from "../../components/table/PlainTable";
import { DateField } from "../../fields/DateField";
import { MoneyField } from "../../fields/DecimalField";
import { errorBesideNoField, showFieldError } from "../../fields/field-errors";
import { parseDate } from "../../fields/parse-date";
import { neededDate, orNull, problems, valueOf } from "../../fields/values";
import { formatAmount, formatRate, isZero } from "../../format/amount";
import { formatDate, today } from "../../format/date";
import { compareDecimals } from "../../format/decimal";
import { messages } from "../../messages";
import { approvedLines, isOver, wholeRequest } from "./approval-form";
import classes from "./Draw.module.css";

const text = messages.draws.approve;

/** Approves a draw, whole or less of some lines, and shows before that what is held back and paid out. */
export function ApproveDialog({ draw: newest, onClose }: { draw: Draw; onClose: () => void }) {
  // What a colleague changes meanwhile is no part of what was looked at; the answer then says so.
  const [draw] = useState(newest);
  const { minor_digits: digits, user } = useBook();
  const [amounts, setAmounts] = useState(() => wholeRequest(draw.lines));
  const form = useForm({
    initialValues: { approved_on: formatDate(today()), note: "", accept_out_of_balance: false },
    validate: (values) => problems({ approved_on: neededDate(values.approved_on) }),
    clearInputErrorOnChange: true,
  });
  const lines = approvedLines(draw.lines, amounts, digits);
  const preview = usePreview(
    "draw.preview_approval",
    lines === null ? null : { draw_id: draw.draw_id, lines },
  );
  const approve = useWrite("draw.approve", {
    onSuccess: (approved) => {
      notify(text.done(approved.number, formatAmount(approved.approved)));
      onClose();
    },
  });
  const effect = preview.error ? null : preview.data;
  const outOfBalance = effect !== null && !isZero(effect.out_of_balance_by);
  const unanswered = outOfBalance && !form.values.accept_out_of_balance;
  const over = draw.lines.some((line) => isOver(line, amounts, digits));
  // Whether what is shown is what would be done.
  const isSettled = !preview.stale && !over;
  const submit = form.onSubmit((values) =>
    approve.mutate(
      {
        draw_id: draw.draw_id,
        lines,
        approved_on: valueOf(parseDate(values.approved_on)),
        note: orNull(values.note),
        accept_out_of_balance: outOfBalance && values.accept_out_of_balance,
        expected_version: draw.version,
      },
      { onError: (error) => showFieldError(form, error) },
    ),
  );
  return (
    <FormDialog
      title={text.title(draw.number)}
      size={920}
      submit={effect && isSettled ? text.submit(formatAmount(effect.approved)) : text.approve}
      pending={approve.isPending}
      disabled={effect === null || !isSettled || effect.problem !== null}
      refusal={unanswered ? text.acceptFirst : null}
      error={errorBesideNoField(form, approve.error)}
      onSubmit={submit}
      onClose={onClose}
    >
      <PlainTable
        name={text.title(draw.number)}
        columns={columnsOf(effect, amounts, digits, (code, typed) =>
          setAmounts((before) => ({ ...before, [code]: typed })),
        )}
        rows={draw.lines}
        rowId={(line) => line.code}
      />
      {effect ? <Effect effect={effect} stale={preview.stale} /> : null}
      {preview.error && !over ? <ErrorNote error={preview.error} /> : null}
      <Problem problem={effect?.problem} />
      <Pair>
        <DateField label={text.on} {...form.getInputProps("approved_on")} value={form.values.approved_on} />
        <TextInput
          label={text.note}
          placeholder={text.noteHint}
          maxLength={500}
          {...form.getInputProps("note")}
        />
      </Pair>
      {draw.requested_by === user ? <p className={classes.warning}>{text.own}</p> : null}
      {outOfBalance ? (
        <Checkbox
          label={text.accept(
            formatAmount(effect.out_of_balance_by),
            formatAmount(effect.cost_to_complete),
            formatAmount(effect.undisbursed),
          )}
          {...form.getInputProps("accept_out_of_balance", { type: "checkbox" })}
        />
      ) : null}
    </FormDialog>
  );
}

function Effect({ effect, stale }: { effect: ApprovalPreview; stale: boolean }) {
  const figures = text.figures;
  const isLess = compareDecimals(effect.approved, effect.requested) < 0;
  return (
    <section aria-busy={stale} aria-label={messages.effect.columns.after} className={classes.part}>
      <Figures>
        <Figure label={figures.approved}>
          <Amount value={effect.approved} />
        </Figure>
        <Figure label={figures.retainage}>
          <Amount value={effect.retainage} />
        </Figure>
        <Figure label={figures.net} strong>
          <Amount value={effect.to_disburse} />
        </Figure>
        <Figure label={figures.available}>
          <Amount value={effect.available_after} />
        </Figure>
      </Figures>
      {isLess ? <p className={classes.muted}>{text.less(formatAmount(effect.requested))}</p> : null}
    </section>
  );
}

function columnsOf(
  effect: ApprovalPreview | null,
  amounts: Readonly<Record<string, string>>,
  digits: number,
  onChange: (code: string, typed: string) => void,
): ReadonlyArray<PlainColumn<DrawLine>> {
  const effects = new Map(effect?.lines.map((line) => [line.code, line]));
  const shown = (id: keyof ApprovedLinePreview, header: string): PlainColumn<DrawLine> => ({
    id,
    header,
    end: true,
    cell: (line) => {
      const value = effects.get(line.code)?.[id];
      return value === undefined ? messages.common.none : <Amount value={value} />;
    },
  });
  return [
    { id: "line", header: text.line, cell: (line) => line.description },
    {
      id: "complete",
      header: text.complete,
      end: true,
      cell: (line) =>
        line.percent_complete === null ? messages.common.none : formatRate(line.percent_complete),
    },
    { id: "requested", header: text.requested, end: true, cell: (line) => <Amount value={line.requested} /> },
    {
      id: "approve",
      header: text.approve,
      end: true,
      cell: (line) => (
        <MoneyField
          aria-label={text.approveOf(line.description)}
          className={classes.amountField ?? ""}
          digits={digits}
          value={amounts[line.code] ?? ""}
          error={isOver(line, amounts, digits) ? text.over(formatAmount(line.requested)) : null}
          onChange={(typed) => onChange(line.code, typed)}
        />
      ),
    },
    shown("retainage", text.retainage),
    shown("remaining_before", text.before),
    shown("remaining_after", text.after),
  ];
}
