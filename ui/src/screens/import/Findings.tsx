import { Button } from "@mantine/core";
import { useMemo } from "react";
import type { ImportOutcome } from "../../bindings/ImportOutcome";
import type { ImportProblem } from "../../bindings/ImportProblem";
import { Amount } from "../../components/Amount";
import { Figure, Figures } from "../../components/Figures";
import { DataGrid, type GridColumn } from "../../components/grid/DataGrid";
import { CheckIcon, CopyIcon, WarningIcon } from "../../components/icons";
import { notify } from "../../components/notify";
import { formatCount } from "../../format/amount";
import { messages } from "../../messages";
import { copyText } from "../../platform";
import { ExportProblems } from "./ExportProblems";
import { HiddenNote } from "./HiddenNote";
import classes from "./Import.module.css";
import { problemsAsCsv, reasonText } from "./problem-text";
import type { Check, CheckInput } from "./use-check";

const text = messages.imports;

const columns: ReadonlyArray<GridColumn<ImportProblem>> = [
  { id: "row", header: text.row, width: "80px", end: true, value: (problem) => problem.row },
  { id: "column", header: text.column, width: "minmax(130px, 0.8fr)", value: (problem) => problem.column },
  { id: "value", header: text.value, width: "minmax(130px, 1fr)", value: (problem) => problem.value },
  { id: "reason", header: text.reason, width: "minmax(280px, 2.4fr)", value: reasonText },
];
const startSort = [{ id: "row", desc: false }];

/** What is wrong with a file, row by row, or that nothing is; and what would come of it. */
export function Findings({ checked, of }: { checked: Check; of: CheckInput }) {
  const asked = checked.questions.length;
  const places = useMemo(
    () => new Map(checked.problems.map((problem, place) => [problem, String(place)])),
    [checked.problems],
  );
  const copy = () =>
    void copyText(problemsAsCsv(checked.problems)).then(() =>
      notify(text.copied(formatCount(checked.problems.length))),
    );
  const verdict =
    asked > 0
      ? text.asks(asked)
      : checked.problem_count > 0
        ? text.problemCount(
            formatCount(checked.problem_count),
            formatCount(checked.rows_with_problems),
            checked.problem_count,
          )
        : checked.can_run
          ? text.nothingWrong
          : text.nothingInIt;
  return (
    <>
      <HiddenNote checked={checked} />
      <div className={classes.verdict} data-ok={checked.can_run} role="status">
        {checked.can_run ? <CheckIcon /> : <WarningIcon />}
        <span>
          <strong>{verdict}</strong>
        </span>
        {checked.problem_count > 0 ? (
          <>
            <Button variant="default" miw="max-content" leftSection={<CopyIcon size={13} />} onClick={copy}>
              {text.copyCsv}
            </Button>
            {asked > 0 ? null : <ExportProblems checked={checked} of={of} />}
          </>
        ) : null}
      </div>
      {checked.problem_count > 0 ? (
        <div className={classes.problems}>
          <DataGrid
            name={text.problems}
            rows={checked.problems}
            columns={columns}
            rowId={(problem) => places.get(problem) ?? ""}
            startSort={startSort}
          />
        </div>
      ) : null}
      {checked.outcome ? (
        <Outcome
          name={checked.problem_count > 0 ? text.withoutProblems : text.wouldCome}
          outcome={checked.outcome}
        />
      ) : null}
    </>
  );
}

/** What comes of a file, in figures; what it does not list is left out. */
export function Outcome({ name, outcome }: { name: string; outcome: ImportOutcome }) {
  const counts = (["loans", "contacts", "payments", "budget_lines"] as const).filter(
    (what) => outcome[what] > 0,
  );
  if (counts.length === 0) return null;
  const listsMoney = outcome.loans + outcome.payments + outcome.budget_lines > 0;
  return (
    <section aria-label={name}>
      <Figures>
        {counts.map((what) => (
          <Figure key={what} label={text.counts[what]}>
            {formatCount(outcome[what])}
          </Figure>
        ))}
        {listsMoney ? (
          <Figure label={outcome.loans > 0 ? text.totalPrincipal : text.total} strong>
            <Amount value={outcome.total} />
          </Figure>
        ) : null}
      </Figures>
    </section>
  );
}
