import { ActionIcon, Button } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { CloseIcon, PlusIcon } from "../../components/icons";
import { DateField } from "../../fields/DateField";
import { MoneyField } from "../../fields/DecimalField";
import { messages } from "../../messages";
import { type BudgetForm, emptyPlanned } from "./budget-form";
import classes from "./Budget.module.css";

const text = messages.budget.editor;

type Props = { form: UseFormReturnType<BudgetForm>; digits: number };

/** When the borrower means to draw how much. */
export function PlanEditor({ form, digits }: Props) {
  return (
    <fieldset className={classes.part}>
      <legend>{text.plan}</legend>
      <p className={classes.hint}>{text.planHint}</p>
      {form.values.plan.map((planned, place) => (
        <div key={planned.key} className={classes.planned}>
          <DateField
            label={text.planDayOf(place + 1)}
            labelProps={{ className: "visually-hidden" }}
            {...form.getInputProps(`plan.${place}.on`)}
            value={planned.on}
          />
          <MoneyField
            aria-label={text.planAmountOf(place + 1)}
            digits={digits}
            {...form.getInputProps(`plan.${place}.amount`)}
            value={planned.amount}
          />
          <ActionIcon
            aria-label={text.remove(text.plannedOf(place + 1))}
            onClick={() => form.removeListItem("plan", place)}
          >
            <CloseIcon size={14} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        className={classes.add ?? ""}
        leftSection={<PlusIcon size={13} />}
        onClick={() => form.insertListItem("plan", emptyPlanned())}
      >
        {text.addPlanned}
      </Button>
    </fieldset>
  );
}
