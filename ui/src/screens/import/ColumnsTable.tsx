import { NativeSelect } from "@mantine/core";
import type { ImportChoice } from "../../bindings/ImportChoice";
import type { ImportQuestion } from "../../bindings/ImportQuestion";
import { formatDate } from "../../format/date";
import { messages } from "../../messages";
import classes from "./Import.module.css";
import type { ColumnFields } from "./kept-mapping";
import type { Check } from "./use-check";

const text = messages.imports;

/** What a column is that could be the same as another one, until it is said. */
const undecided = { value: "undecided", label: text.undecided, disabled: true };

type Props = {
  checked: Check;
  mapping: ColumnFields;
  answers: Readonly<Record<string, ImportChoice>>;
  disabled: boolean;
  onField: (column: string, field: string | null) => void;
  onAnswer: (column: string, choice: ImportChoice) => void;
};

/** The columns of the file with some of their values, the field that each is, and what is asked of them. */
export function ColumnsTable({ checked, mapping, answers, disabled, onField, onAnswer }: Props) {
  const labels: Readonly<Record<string, string | undefined>> = text.fields;
  const options = [
    { value: "", label: text.passedOver },
    ...checked.fields.map((field) => {
      const label = labels[field.name] ?? field.name;
      return { value: field.name, label: field.is_required ? text.needed(label) : label };
    }),
  ];
  return (
    <table className={classes.mapping} aria-label={text.columns}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{text.letter}</span>
          </th>
          <th scope="col">{text.column}</th>
          <th scope="col">{text.samples}</th>
          <th scope="col">{text.field}</th>
        </tr>
      </thead>
      <tbody>
        {checked.columns.map((column) => {
          const said = mapping[column.name];
          const field = said === undefined ? column.field : said;
          const isUndecided = said === undefined && column.could_be !== null;
          const question = checked.questions.find((asked) => asked.column === column.name);
          const readAs = column.read_as === null ? null : text.readAs[column.read_as];
          return (
            <tr key={column.name}>
              <td className={classes.letter}>{column.letter}</td>
              <td className={classes.name}>
                {column.name}
                {column.is_hidden ? <span className={classes.hidden}> {text.hiddenColumn}</span> : null}
              </td>
              <td className={classes.samples}>
                {column.samples.map((sample) => (
                  <span key={sample}>{sample}</span>
                ))}
                {question ? (
                  <Question
                    question={question}
                    answer={answers[column.name] ?? null}
                    disabled={disabled}
                    onAnswer={(choice) => onAnswer(column.name, choice)}
                  />
                ) : null}
              </td>
              <td>
                <NativeSelect
                  className={classes.field}
                  aria-label={text.fieldOf(column.name)}
                  data={isUndecided ? [undecided, ...options] : options}
                  value={isUndecided ? undecided.value : (field ?? "")}
                  error={isUndecided ? text.couldBe(labels[column.could_be ?? ""] ?? "") : undefined}
                  disabled={disabled}
                  description={field !== null && readAs ? readAs : undefined}
                  inputWrapperOrder={["label", "input", "description", "error"]}
                  onChange={(event) => onField(column.name, event.currentTarget.value || null)}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

type QuestionProps = {
  question: ImportQuestion;
  answer: ImportChoice | null;
  disabled: boolean;
  onAnswer: (choice: ImportChoice) => void;
};

/** A column that can be read in two ways: what its first value would be in each. */
function Question({ question, answer, disabled, onAnswer }: QuestionProps) {
  const example = question.examples[0] ?? "";
  return (
    <fieldset className={classes.question}>
      <legend>{text.questions[question.kind](example)}</legend>
      <div className={classes.choices}>
        {question.choices.map(({ choice, meaning }) => (
          <label key={choice}>
            <input
              type="radio"
              name={`${question.kind} ${question.column}`}
              value={choice}
              checked={answer === choice}
              disabled={disabled}
              onChange={() => onAnswer(choice)}
            />
            {question.kind === "date_order"
              ? meaning === ""
                ? text.noDate
                : formatDate(meaning)
              : question.kind === "rate_unit"
                ? text.percent(meaning)
                : meaning}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
