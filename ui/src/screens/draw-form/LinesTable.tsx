import { TextInput } from "@mantine/core";
import { type KeyboardEvent, useRef } from "react";
import type { Budget } from "../../bindings/Budget";
import type { BudgetLine } from "../../bindings/BudgetLine";
import type { RequestPreview } from "../../bindings/RequestPreview";
import type { RequestedLinePreview } from "../../bindings/RequestedLinePreview";
import { Amount } from "../../components/Amount";
import { MoneyField } from "../../fields/DecimalField";
import { formatAmount } from "../../format/amount";
import { messages } from "../../messages";
import { type DrawForm, type LineValues, drawableLines, emptyLine } from "./draw-form";
import classes from "./DrawForm.module.css";

const text = messages.draws.form;
const titles = text.columns;

type Props = {
  budget: Budget;
  form: DrawForm;
  preview: RequestPreview | null;
  digits: number;
  onChange: (code: string, part: Partial<LineValues>) => void;
};

/** The lines of the budget and what is asked for of each. Enter and the arrows go up and down in a column. */
export function LinesTable({ budget, form, preview, digits, onChange }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const effects = new Map(preview?.lines.map((line) => [line.code, line]));
  const lines = drawableLines(budget.lines);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    const [field, at] = ((event.target as HTMLElement).dataset["field"] ?? "").split(" ");
    if (step === undefined || field === undefined || at === undefined) return;
    event.preventDefault();
    const next = table.current?.querySelector<HTMLInputElement>(
      `[data-field="${field} ${Number(at) + step}"]`,
    );
    next?.focus();
    next?.select();
  };
  return (
    // The keys are those of the fields within.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <table ref={table} className={classes.table} aria-label={text.table} onKeyDown={onKeyDown}>
      <thead>
        <tr>
          <th scope="col">{titles.line}</th>
          <th scope="col" data-end="true">
            {titles.budget}
          </th>
          <th scope="col" data-end="true">
            {titles.drawn}
          </th>
          <th scope="col" data-end="true">
            {titles.available}
          </th>
          <th scope="col" className={classes.wideAmount} data-end="true">
            {titles.request}
          </th>
          <th scope="col" data-end="true">
            {titles.left}
          </th>
          <th scope="col">{titles.work}</th>
          <th scope="col" className={classes.contractor}>
            {titles.contractor}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, place) => (
          <LineRow
            key={line.code}
            line={line}
            place={place}
            values={form.lines[line.code] ?? emptyLine}
            effect={effects.get(line.code)}
            digits={digits}
            onChange={(part) => onChange(line.code, part)}
          />
        ))}
      </tbody>
    </table>
  );
}

type RowProps = {
  line: BudgetLine;
  place: number;
  values: LineValues;
  effect: RequestedLinePreview | undefined;
  digits: number;
  onChange: (part: Partial<LineValues>) => void;
};

function LineRow({ line, place, values, effect, digits, onChange }: RowProps) {
  const over = effect?.is_over ? text.over(formatAmount(effect.available)) : null;
  return (
    <tr data-over={over !== null}>
      <th scope="row" className={classes.name}>
        {line.description}
        <span className={classes.code}>{line.code}</span>
      </th>
      <td data-end="true">
        <Amount value={line.budget} />
      </td>
      <td data-end="true">
        <Amount value={line.drawn} />
      </td>
      <td data-end="true">
        <Amount value={effect?.available ?? line.available} />
      </td>
      <td className={classes.field} data-end="true">
        <MoneyField
          aria-label={text.amountOf(line.description)}
          data-field={`amount ${place}`}
          digits={digits}
          value={values.amount}
          error={over}
          onChange={(amount) => onChange({ amount })}
        />
      </td>
      <td data-end="true">{effect ? <Amount value={effect.left} /> : null}</td>
      <td className={classes.field}>
        <TextInput
          aria-label={text.workOf(line.description)}
          data-field={`work ${place}`}
          maxLength={1_000}
          value={values.work}
          onChange={(event) => onChange({ work: event.currentTarget.value })}
        />
      </td>
      <td className={classes.field}>
        <TextInput
          aria-label={text.contractorOf(line.description)}
          data-field={`contractor ${place}`}
          maxLength={200}
          value={values.contractor}
          onChange={(event) => onChange({ contractor: event.currentTarget.value })}
        />
      </td>
    </tr>
  );
}
