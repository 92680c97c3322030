import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { type CallError, fieldErrorText, toCallError } from "../../api/errors";
import { usePreview } from "../../api/preview";
import { query, queryClient } from "../../api/queries";
import { useWrite } from "../../api/write";
import { useBook } from "../../app/book-context";
import { usePermission } from "../../app/permission";
import type { DocumentKind } from "../../bindings/DocumentKind";
import type { Template } from "../../bindings/Template";
import { BackLink } from "../../components/BackLink";
import { CommandButton } from "../../components/CommandButton";
import { ErrorNote } from "../../components/ErrorNote";
import { notify } from "../../components/notify";
import { Screen } from "../../components/Screen";
import { Tag } from "../../components/Tag";
import { readDraft, useKeptDraft } from "../../fields/draft";
import { messages } from "../../messages";
import { followsFromLoan } from "../document/kinds";
import { ResetDialog } from "./ResetDialog";
import { type Editor, SourceEditor } from "./SourceEditor";
import classes from "./Template.module.css";
import { type PreviewOf, TemplatePreview } from "./TemplatePreview";

const text = messages.templates;

/** How documents of a kind look: the source of their template, and beside it the pages that it makes. */
export default function TemplateScreen() {
  const { kind } = useParams({ from: "/templates/$kind" });
  const { loan = null } = useSearch({ from: "/templates/$kind" });
  const answer = useQuery(query("template.get", { kind: kind as DocumentKind }));
  if (!answer.data) {
    return (
      <Screen title={text.title} above={above}>
        {answer.error ? (
          <ErrorNote error={toCallError(answer.error)} onRetry={() => void answer.refetch()} />
        ) : null}
      </Screen>
    );
  }
  return <TemplateEditor key={kind} template={answer.data} loanId={loan} />;
}

const above = <BackLink to="/settings/documents">{text.back}</BackLink>;

/** What is typed and not saved yet, over what is in force. */
function useSource(template: Template) {
  const { organization_id: organizationId } = useBook();
  const key = `template ${organizationId} ${template.kind}`;
  const start = { source: template.source };
  const [restored, setRestored] = useState(() => readDraft(key, start));
  const [typed, setTyped] = useState<string | null>(restored?.source ?? null);
  const source = typed ?? template.source;
  const forget = useKeptDraft(key, start, { source });
  const settle = () => {
    forget();
    setRestored(null);
    setTyped(null);
  };
  return { source, isRestored: restored !== null, isChanged: source !== template.source, setTyped, settle };
}

function TemplateEditor({ template, loanId }: { template: Template; loanId: string | null }) {
  const { kind } = template;
  const title = messages.documents.kinds[kind];
  const { allowed } = usePermission("template.set");
  const { source, isRestored, isChanged, setTyped, settle } = useSource(template);
  const [resetting, setResetting] = useState(false);
  const editor = useRef<Editor>(null);
  const ofLoan = loanId !== null && followsFromLoan(kind);
  const [of, setOf] = useState<PreviewOf>(ofLoan ? "loan" : "sample");
  const preview = usePreview(
    "template.preview",
    { kind, source, loan_id: of === "loan" ? loanId : null },
    { pause: 250, isLarge: true },
  );
  const adopt = (saved: Template) => {
    // What is typed gives way to what is in force, which has to be there by then.
    queryClient.setQueryData(query("template.get", { kind }).queryKey, saved);
    settle();
  };
  const save = useWrite("template.set", {
    onSuccess: (saved) => {
      adopt(saved);
      notify(text.saved(title));
    },
  });
  const refused = save.error?.field === "source" ? save.error : null;
  const submit = () => {
    if (allowed && isChanged && !save.isPending) save.mutate({ kind, source });
  };
  const type = (next: string) => {
    save.reset();
    setTyped(next);
  };
  return (
    <Screen
      title={text.heading(title)}
      aside={<State template={template} isChanged={isChanged} />}
      above={above}
      actions={
        <>
          {template.changed_by === null ? null : (
            <CommandButton command="template.set" variant="default" onClick={() => setResetting(true)}>
              {text.reset}
            </CommandButton>
          )}
          <CommandButton
            command="template.set"
            loading={save.isPending}
            aria-keyshortcuts="Control+S Meta+S"
            onClick={submit}
          >
            {text.save}
          </CommandButton>
        </>
      }
      fill
    >
      {isRestored ? (
        <div className={classes.draft} role="status">
          <span>{text.restored}</span>
          <Button variant="subtle" color="gray" size="compact-sm" onClick={settle}>
            {text.discard}
          </Button>
        </div>
      ) : null}
      {save.error && refused === null ? <ErrorNote error={save.error} onRetry={submit} /> : null}
      <div className={classes.columns}>
        <SourceEditor
          ref={editor}
          source={source}
          readOnly={!allowed}
          faultLine={preview.data?.fault?.line ?? null}
          error={sourceError(refused)}
          onChange={type}
          onSave={submit}
        />
        <TemplatePreview
          previewed={preview.data}
          stale={preview.stale}
          error={preview.error}
          of={ofLoan ? of : null}
          onChooseOf={setOf}
          onGoTo={(line) => editor.current?.goToLine(line)}
        />
      </div>
      {resetting ? (
        <ResetDialog template={template} onDone={adopt} onClose={() => setResetting(false)} />
      ) : null}
    </Screen>
  );
}

function sourceError(refused: CallError | null): string | null {
  return refused === null ? null : fieldErrorText(refused);
}

function State({ template, isChanged }: { template: Template; isChanged: boolean }) {
  return (
    <span className={classes.state} role="status">
      <Tag tone={template.changed_by === null ? "neutral" : "info"}>
        {template.changed_by === null ? text.own : text.changed}
      </Tag>
      {isChanged ? <Tag tone="warning">{text.unsaved}</Tag> : null}
    </span>
  );
}
