import { Button, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import type { CallError } from "../../api/errors";
import type { TemplateFault } from "../../bindings/TemplateFault";
import type { TemplatePreview as Previewed } from "../../bindings/TemplatePreview";
import { ErrorNote } from "../../components/ErrorNote";
import { WarningIcon } from "../../components/icons";
import { MissingCharacters } from "../../components/pages/MissingCharacters";
import { Pages } from "../../components/pages/Pages";
import { messages } from "../../messages";
import classes from "./Template.module.css";

const text = messages.templates;

export type PreviewOf = "sample" | "loan";

type Props = {
  previewed: Previewed | null;
  stale: boolean;
  error: CallError | null;
  /** Whose facts are shown, where there is a choice. */
  of: PreviewOf | null;
  onChooseOf: (of: PreviewOf) => void;
  onGoTo: (line: number) => void;
};

const choices = (["loan", "sample"] as const).map((value) => ({ value, label: text.previewOf[value] }));

/** The pages that the source makes, or what is wrong with it above the pages that it made last. */
export function TemplatePreview({ previewed, stale, error, of, onChooseOf, onGoTo }: Props) {
  const [good, setGood] = useState<readonly string[]>([]);
  const fault = previewed?.fault ?? null;
  const missing = previewed?.missing_characters ?? null;
  if (previewed && fault === null && previewed.pages !== good) setGood(previewed.pages);
  const choice =
    of === null ? null : (
      <SegmentedControl
        size="xs"
        aria-label={text.previewOf.label}
        data={choices}
        value={of}
        onChange={onChooseOf}
      />
    );
  return (
    <section className={classes.preview} aria-label={text.preview} aria-busy={stale}>
      <div role="status" className={classes.faults}>
        {fault ? <Fault fault={fault} hasPages={good.length > 0} onGoTo={onGoTo} /> : null}
      </div>
      {missing === null ? null : <MissingCharacters missing={missing} />}
      {error ? <ErrorNote error={error} /> : null}
      {good.length > 0 ? (
        <Pages name={text.preview} pages={good}>
          {choice}
        </Pages>
      ) : (
        choice
      )}
    </section>
  );
}

type FaultProps = { fault: TemplateFault; hasPages: boolean; onGoTo: (line: number) => void };

function Fault({ fault, hasPages, onGoTo }: FaultProps) {
  const { line } = fault;
  return (
    <div className={classes.fault}>
      <WarningIcon size={14} />
      <div className={classes.words}>
        <strong>{text.fault}</strong>
        <span data-selectable>
          {line === null ? fault.message : `${text.faultAt(line)}: ${fault.message}`}
        </span>
        {fault.hints.map((hint) => (
          <span key={hint} className={classes.hint}>
            {hint}
          </span>
        ))}
        {hasPages ? <span className={classes.hint}>{text.lastGood}</span> : null}
      </div>
      {line === null ? null : (
        <Button variant="default" onClick={() => onGoTo(line)}>
          {text.goTo(line)}
        </Button>
      )}
    </div>
  );
}
