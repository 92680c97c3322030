import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { invoke } from "../../../api/client";
import { type CallError, fieldErrorText } from "../../../api/errors";
import { query } from "../../../api/queries";
import { useBook } from "../../../app/book-context";
import type { ChainHead } from "../../../bindings/ChainHead";
import { ErrorNote } from "../../../components/ErrorNote";
import { CheckIcon } from "../../../components/icons";
import { PathField } from "../../../fields/PathField";
import { formatCount } from "../../../format/amount";
import { messages } from "../../../messages";
import { platform } from "../../../platform";
import classes from "../Settings.module.css";
import { isBookFile, suggestHeadFile } from "./head-file";

const text = messages.settings.keptHead;

/** As many figures of a hash as tell two of them apart at a glance. */
const HASH_START = 12;

/** Writes the end of the chain to a file outside of the book. */
export function KeepHead() {
  const { organization } = useBook();
  const recent = useQuery(query("book.recent", {}));
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const path = typed ?? suggestHeadFile(recent.data?.suggested_folder ?? "", organization);
  // Nothing in the book changes: what is on screen need not be read again.
  const keep = useMutation<ChainHead, CallError, string>({
    mutationFn: (file) => invoke("integrity.write_head", { path: file }),
  });
  const submit = () => {
    const wrong = problemOf(path);
    setProblem(wrong);
    if (wrong === null) keep.mutate(path.trim());
    else keep.reset();
  };
  const beside = keep.error?.field === "path" ? fieldErrorText(keep.error) : null;

  return (
    <section className={classes.card} aria-label={text.title}>
      <div className={classes.cardHead}>
        <div>
          <h2>{text.title}</h2>
          <p>{text.lead}</p>
        </div>
      </div>
      <form
        className={classes.fileForm}
        aria-label={text.title}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <PathField
          label={text.file}
          value={path}
          error={problem ?? beside}
          onChange={(chosen) => {
            setTyped(chosen);
            setProblem(null);
            keep.reset();
          }}
          onChoose={() => platform.chooseNewHead(path)}
        />
        <Button type="submit" variant="default" className={classes.besideField} disabled={keep.isPending}>
          {text.submit}
        </Button>
      </form>
      {keep.error && beside === null ? <ErrorNote error={keep.error} onRetry={submit} /> : null}
      {keep.data ? (
        <div className={classes.verdict} data-ok role="status">
          <CheckIcon />
          <strong data-selectable>
            {text.written(formatCount(keep.data.position), keep.data.hash.slice(0, HASH_START))}
          </strong>
        </div>
      ) : null}
    </section>
  );
}

function problemOf(path: string): string | null {
  if (path.trim() === "") return messages.fields.required;
  return isBookFile(path) ? text.isBook : null;
}
