import { Button, Checkbox, NativeSelect, SegmentedControl } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { fieldErrorText } from "../../api/errors";
import { useLongWork } from "../../api/long-work";
import type { ImportChoice } from "../../bindings/ImportChoice";
import type { ImportKind } from "../../bindings/ImportKind";
import { BackLink } from "../../components/BackLink";
import { CommandButton } from "../../components/CommandButton";
import { ErrorNote } from "../../components/ErrorNote";
import { CheckIcon } from "../../components/icons";
import { Screen } from "../../components/Screen";
import { DateField } from "../../fields/DateField";
import { PathField } from "../../fields/PathField";
import { parseDate } from "../../fields/parse-date";
import { formatCount } from "../../format/amount";
import { messages } from "../../messages";
import { platform } from "../../platform";
import { WorkProgress } from "../settings/integrity/WorkProgress";
import { ColumnsTable } from "./ColumnsTable";
import { Findings, Outcome } from "./Findings";
import { HeaderRowField } from "./HeaderRowField";
import classes from "./Import.module.css";
import {
  type ColumnFields,
  foundMapping,
  keepMapping,
  readKeptMapping,
  sameMapping,
  setField,
  withKept,
} from "./kept-mapping";
import { type Check, type CheckInput, useCheck } from "./use-check";

const text = messages.imports;
const kinds = ["loans", "contacts", "payments", "budgets"] as const satisfies readonly ImportKind[];

type Answers = Readonly<Record<string, ImportChoice>>;

/** Brings a file of another system into the book: choose it, say what its columns are, see what is wrong, import. */
export default function ImportScreen() {
  const [path, setPath] = useState("");
  const [kind, setKind] = useState<ImportKind>("loans");
  const [sheet, setSheet] = useState<string | null>(null);
  const [headerRow, setHeaderRow] = useState<number | null>(null);
  const [asOf, setAsOf] = useState("");
  const [allowDuplicates, setAllowDuplicates] = useState(false);
  const [mapping, setMapping] = useState<ColumnFields>({});
  const [answers, setAnswers] = useState<Answers>({});
  const look = useCheck();
  const work = useLongWork("import.run");
  const { checked } = look;

  const date = parseDate(asOf);
  const input = (more: {
    sheet?: string | null;
    headerRow?: number | null;
    columns?: ColumnFields;
    answers?: Answers;
    duplicates?: boolean;
  }): CheckInput => ({
    path: path.trim(),
    kind,
    mapping: more.columns ? { columns: more.columns, answers: { ...(more.answers ?? answers) } } : null,
    options: {
      sheet: more.sheet === undefined ? sheet : more.sheet,
      header_row: more.headerRow === undefined ? headerRow : more.headerRow,
      balance_as_of: kind === "loans" && date.kind === "value" ? date.value : null,
      allow_duplicates: more.duplicates ?? allowDuplicates,
    },
  });
  /** Looks at a file anew; columns that were something else in the last file of its kind are that again. */
  const start = async (of: { sheet?: string | null; headerRow?: number | null } = {}) => {
    setAnswers({});
    const found = await look.check(input({ ...of, answers: {} }));
    if (!found) return;
    setSheet(found.sheet);
    const columns = withKept(found, readKeptMapping(kind));
    setMapping(columns);
    if (!sameMapping(columns, foundMapping(found))) {
      await look.check(input({ sheet: found.sheet, headerRow: found.header_row, columns, answers: {} }));
    }
  };
  const again = (more: { columns?: ColumnFields; answers?: Answers; duplicates?: boolean }) =>
    void look.check(input({ columns: mapping, headerRow: checked?.header_row ?? headerRow, ...more }));
  const change = (column: string, field: string | null) => {
    const columns = { ...mapping };
    setField(columns, column, field);
    setMapping(columns);
    // What was said of a column's values was said of another field.
    const { [column]: _gone, ...rest } = answers;
    setAnswers(rest);
    again({ columns, answers: rest });
  };
  const answer = (column: string, choice: ImportChoice) => {
    const next = { ...answers, [column]: choice };
    setAnswers(next);
    again({ answers: next });
  };
  const forget = () => {
    look.forget();
    setSheet(null);
    setHeaderRow(null);
    setMapping({});
    setAnswers({});
  };
  const run = () => {
    if (!checked || !look.of) return;
    keepMapping(kind, mapping);
    void work.start({
      ...look.of,
      mapping: { columns: mapping, answers: { ...answers } },
      options: { ...look.of.options, header_row: checked.header_row },
      expected_sha256: checked.sha256,
    });
  };

  if (work.result) return <Imported result={work.result} />;
  const pathError =
    look.error?.field === "path" || look.error?.code === "import_unreadable" ? look.error : null;
  const headerError = look.error?.field === "header_row" ? look.error : null;
  return (
    <Screen title={text.title} above={<BackLink to="/settings/book">{messages.settings.title}</BackLink>}>
      <div className={classes.page}>
        <section className={classes.card} aria-label={text.file}>
          <SegmentedControl
            aria-label={text.kind}
            data={kinds.map((value) => ({ value, label: text.kinds[value] }))}
            value={kind}
            disabled={work.running}
            onChange={(value) => {
              setKind(value);
              forget();
            }}
          />
          <p className={classes.facts}>{text.leads[kind]}</p>
          <div className={classes.file}>
            <PathField
              label={text.path}
              value={path}
              disabled={work.running}
              error={pathError ? fieldErrorText(pathError) : null}
              onChange={(value) => {
                setPath(value);
                forget();
              }}
              onChoose={() => platform.chooseFileToImport()}
              onKeyDown={(event) => {
                if (event.key === "Enter" && path.trim() !== "") void start();
              }}
            />
            <CommandButton
              command="import.check"
              variant={checked ? "default" : "filled"}
              disabled={path.trim() === "" || look.running || work.running}
              onClick={() => void start()}
            >
              {checked ? text.checkAgain : text.check}
            </CommandButton>
          </div>
          <div className={classes.options}>
            {checked && checked.sheets.length > 1 ? (
              <NativeSelect
                label={text.sheet}
                data={checked.sheets.map(({ name, is_visible }) => ({
                  value: name,
                  label: is_visible ? name : text.hidden(name),
                }))}
                value={sheet ?? ""}
                onChange={(event) => {
                  setSheet(event.currentTarget.value);
                  setHeaderRow(null);
                  void start({ sheet: event.currentTarget.value, headerRow: null });
                }}
              />
            ) : null}
            {checked ? (
              <HeaderRowField
                key={`${checked.sha256} ${checked.sheet} ${checked.header_row}`}
                checked={checked}
                error={headerError ? fieldErrorText(headerError) : null}
                disabled={work.running}
                onSay={(row) => {
                  setHeaderRow(row);
                  void start({ headerRow: row });
                }}
              />
            ) : null}
            {kind === "loans" ? (
              <DateField
                label={text.balanceAsOf}
                description={text.balanceAsOfHint}
                value={asOf}
                onChange={setAsOf}
                onBlur={() => {
                  if (checked) again({});
                }}
              />
            ) : null}
            {kind === "budgets" ? null : (
              <Checkbox
                label={text.allowDuplicates}
                checked={allowDuplicates}
                onChange={(event) => {
                  setAllowDuplicates(event.currentTarget.checked);
                  if (checked) again({ duplicates: event.currentTarget.checked });
                }}
              />
            )}
          </div>
        </section>
        {look.error && !pathError && !headerError ? (
          <ErrorNote error={look.error} onRetry={() => again({})} />
        ) : null}
        {checked && look.of ? (
          <>
            <section className={classes.card} aria-label={text.columns}>
              <div className={classes.head}>
                <h2>{text.columns}</h2>
                <p>{factsOf(checked)}</p>
              </div>
              <ColumnsTable
                checked={checked}
                mapping={mapping}
                answers={answers}
                disabled={work.running}
                onField={change}
                onAnswer={answer}
              />
            </section>
            <section className={classes.card} aria-label={text.findings} aria-busy={look.running}>
              <div className={classes.head}>
                <h2>{text.findings}</h2>
              </div>
              <Findings checked={checked} of={look.of} />
              {work.error ? <ErrorNote error={work.error} onRetry={run} /> : null}
              {work.running ? (
                <WorkProgress
                  name={text.importing}
                  progress={work.progress}
                  onCancel={work.cancel}
                  describe={(done, total) => text.progress(Math.floor((done * 100) / Math.max(total, 1)))}
                  takesFocus
                />
              ) : (
                <div className={classes.foot}>
                  <p>{checked.can_run ? text.allOrNothing : text.mendFirst}</p>
                  <CommandButton
                    command="import.run"
                    disabled={!checked.can_run || look.running}
                    onClick={run}
                  >
                    {text.run(formatCount(checked.rows), checked.rows)}
                  </CommandButton>
                </div>
              )}
            </section>
          </>
        ) : null}
      </div>
    </Screen>
  );
}

/** How the file is written, in a line. */
function factsOf(checked: Check): string {
  const delimiters: Readonly<Record<string, string | undefined>> = text.delimiters;
  const format =
    checked.format === "xlsx"
      ? text.workbook(checked.sheet ?? "")
      : text.textFile(checked.encoding ?? "", delimiters[checked.delimiter ?? ""] ?? checked.delimiter ?? "");
  return text.facts(checked.file_name, format, formatCount(checked.rows), checked.rows);
}

type ResultProps = { result: NonNullable<ReturnType<typeof useLongWork<"import.run">>["result"]> };

/** What was imported, and where it is now. */
function Imported({ result }: ResultProps) {
  const to = { loans: "/loans", contacts: "/contacts", payments: "/payments", budgets: "/loans" } as const;
  return (
    <Screen title={text.title} above={<BackLink to="/settings/book">{messages.settings.title}</BackLink>}>
      <div className={classes.page}>
        <section className={classes.card} aria-label={text.done}>
          <div className={classes.verdict} role="status">
            <CheckIcon />
            <span>
              <strong>{text.imported(result.file_name)}</strong>
            </span>
          </div>
          <Outcome name={text.done} outcome={result.outcome} />
          <div className={classes.foot}>
            <Button component={Link} to={to[result.kind]} data-autofocus>
              {text.show[result.kind]}
            </Button>
            <Button component={Link} to="/events" variant="default">
              {text.showEvents}
            </Button>
          </div>
        </section>
      </div>
    </Screen>
  );
}
