import { ActionIcon, Button, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { CloseIcon, PlusIcon, SortDownIcon, SortUpIcon } from "../../components/icons";
import { MoneyField } from "../../fields/DecimalField";
import { messages } from "../../messages";
import { type BudgetForm, emptyLine, moved } from "./budget-form";
import classes from "./Budget.module.css";

const text = messages.budget.editor;
const columns = messages.budget.columns;

type Props = { form: UseFormReturnType<BudgetForm>; digits: number };

/** The lines of the budget. Enter goes on to the next, Alt with an arrow moves one. */
export function LinesEditor({ form, digits }: Props) {
  const table = useRef<HTMLTableElement>(null);
  // The field that is to have the focus once the lines are drawn anew.
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    table.current?.querySelector<HTMLElement>(`[data-field="${wanted.current}"]`)?.focus();
    wanted.current = null;
  });
  const { lines } = form.values;
  const add = () => {
    wanted.current = `code ${lines.length}`;
    form.insertListItem("lines", emptyLine());
  };
  const remove = (place: number) => {
    wanted.current = `code ${Math.max(0, Math.min(place, lines.length - 2))}`;
    form.removeListItem("lines", place);
    if (lines.length === 1) form.insertListItem("lines", emptyLine());
  };
  const move = (place: number, by: -1 | 1, field: string) => {
    wanted.current = `${field} ${Math.max(0, Math.min(lines.length - 1, place + by))}`;
    form.setFieldValue("lines", moved(lines, place, by));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const [field, at] = ((event.target as HTMLElement).dataset["field"] ?? "").split(" ");
    if (field === undefined || at === undefined) return;
    const place = Number(at);
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      move(place, event.key === "ArrowUp" ? -1 : 1, field);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (place + 1 < lines.length) {
        table.current?.querySelector<HTMLElement>(`[data-field="${field} ${place + 1}"]`)?.focus();
      } else add();
    }
  };
  return (
    <section aria-label={text.lines} className={classes.lines}>
      {/* The keys are those of the fields within. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <table ref={table} className={classes.table} aria-label={text.lines} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col">{columns.code}</th>
            <th scope="col">{columns.description}</th>
            <th scope="col" data-end="true">
              {columns.amount}
            </th>
            <th scope="col">
              <span className="visually-hidden">{messages.payments.columns.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, place) => (
            <tr key={line.key}>
              <td>
                <TextInput
                  aria-label={text.codeOf(place + 1)}
                  data-field={`code ${place}`}
                  {...form.getInputProps(`lines.${place}.code`)}
                  value={line.code}
                />
              </td>
              <td>
                <TextInput
                  aria-label={text.descriptionOf(place + 1)}
                  data-field={`description ${place}`}
                  {...form.getInputProps(`lines.${place}.description`)}
                  value={line.description}
                />
              </td>
              <td className={classes.amount}>
                <MoneyField
                  aria-label={text.amountOf(place + 1)}
                  data-field={`amount ${place}`}
                  digits={digits}
                  {...form.getInputProps(`lines.${place}.amount`)}
                  value={line.amount}
                />
              </td>
              <td>
                <LineButtons
                  name={line.description || text.lineOf(place + 1)}
                  first={place === 0}
                  last={place === lines.length - 1}
                  onMove={(by) => move(place, by, "description")}
                  onRemove={() => remove(place)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button
        variant="subtle"
        className={classes.add ?? ""}
        leftSection={<PlusIcon size={13} />}
        onClick={add}
      >
        {text.add}
      </Button>
    </section>
  );
}

type ButtonsProps = {
  name: string;
  first: boolean;
  last: boolean;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

/** For the mouse; the keyboard has Alt with the arrows. */
function LineButtons({ name, first, last, onMove, onRemove }: ButtonsProps) {
  return (
    <span className={classes.buttons}>
      <ActionIcon aria-label={text.moveUp(name)} disabled={first} onClick={() => onMove(-1)}>
        <SortUpIcon size={14} />
      </ActionIcon>
      <ActionIcon aria-label={text.moveDown(name)} disabled={last} onClick={() => onMove(1)}>
        <SortDownIcon size={14} />
      </ActionIcon>
      <ActionIcon aria-label={text.remove(name)} onClick={onRemove}>
        <CloseIcon size={14} />
      </ActionIcon>
    </span>
  );
}
