import { type Ref, useId, useImperativeHandle, useMemo, useRef } from "react";
import { messages } from "../../messages";
import classes from "./Template.module.css";

const text = messages.templates;

export type Editor = { goToLine: (line: number) => void };

type Props = {
  source: string;
  readOnly: boolean;
  /** The line at fault, from 1. */
  faultLine: number | null;
  /** What is wrong with the source, where Rust says so when it is saved. */
  error: string | null;
  onChange: (source: string) => void;
  onSave: () => void;
  ref?: Ref<Editor>;
};

/** Where a line begins and ends in a text. */
function rangeOf(source: string, line: number): [number, number] {
  const lines = source.split("\n");
  const start = lines.slice(0, line - 1).reduce((length, each) => length + each.length + 1, 0);
  return [start, start + (lines[line - 1]?.length ?? 0)];
}

/**
 * The source of a template with numbered lines. Behind the field stand the same lines as elements, wrapped in the same
 * way: they give the field its height, bear the numbers, and mark the line at fault.
 */
export function SourceEditor({ source, readOnly, faultLine, error, onChange, onSave, ref }: Props) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const lines = useMemo(
    () => source.split("\n").map((line, index) => ({ line, number: index + 1 })),
    [source],
  );
  useImperativeHandle(ref, () => ({
    goToLine: (line) => {
      const [start, end] = rangeOf(area.current?.value ?? "", line);
      area.current?.focus();
      area.current?.setSelectionRange(start, end);
      mirror.current?.children[line - 1]?.scrollIntoView({ block: "center" });
    },
  }));
  return (
    <div className={classes.editor}>
      <label htmlFor={id} className={classes.label}>
        {text.source}
      </label>
      <div className={classes.frame} data-invalid={error !== null}>
        <div className={classes.sheet}>
          <div ref={mirror} className={classes.mirror} aria-hidden="true">
            {lines.map(({ line, number }) => (
              <div key={number} data-fault={number === faultLine}>
                {line === "" ? "\u200b" : line}
              </div>
            ))}
          </div>
          <textarea
            id={id}
            ref={area}
            className={classes.source}
            value={source}
            readOnly={readOnly}
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            aria-invalid={error !== null}
            aria-describedby={`${id}-hint ${id}-error`}
            onChange={(event) => onChange(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              onSave();
            }}
          />
        </div>
      </div>
      <p id={`${id}-error`} className={classes.error}>
        {error}
      </p>
      <p id={`${id}-hint`} className={classes.hint}>
        {text.sourceHint}
      </p>
    </div>
  );
}
