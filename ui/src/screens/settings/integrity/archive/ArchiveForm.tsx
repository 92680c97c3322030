import { Button } from "@mantine/core";
import { ErrorNote } from "../../../../components/ErrorNote";
import { DateField } from "../../../../fields/DateField";
import { PathField } from "../../../../fields/PathField";
import { formatCount } from "../../../../format/amount";
import { messages } from "../../../../messages";
import { platform } from "../../../../platform";
import settings from "../../Settings.module.css";
import { WorkProgress } from "../WorkProgress";
import classes from "./Archive.module.css";
import { ArchivePlan } from "./ArchivePlan";
import { type ArchiveWork, useArchiveForm } from "./use-archive-form";

const text = messages.settings.archive;

function percentDone(done: number, total: number): string {
  return text.progress(String(Math.floor((done / Math.max(1, total)) * 100)));
}

/** Before which day, and where to: with what will happen in numbers, and then how far it has come. */
export function ArchiveForm({ work, onClose }: { work: ArchiveWork; onClose: () => void }) {
  const form = useArchiveForm(work);
  const { data: plan } = form.plan;
  const folderLabel = form.shared ? text.folder : `${text.folder} (${messages.common.optional})`;
  return (
    <form
      className={settings.dialog}
      aria-label={text.dialogTitle}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <div className={classes.fields}>
        <DateField
          label={text.before}
          description={text.beforeHint}
          value={form.before}
          error={form.beforeError}
          disabled={work.running}
          onChange={form.setBefore}
          data-autofocus
        />
        <PathField
          label={folderLabel}
          description={form.shared ? text.sharedFolderHint : text.folderHint}
          value={form.folder}
          error={form.folderError}
          disabled={work.running}
          onChange={form.setFolder}
          onChoose={() => platform.chooseFolder(form.folder.trim() || (plan?.folder ?? ""))}
        />
      </div>
      <div className={classes.plan} aria-live="polite">
        {plan ? <ArchivePlan plan={plan} folder={form.folder.trim() || plan.folder} /> : null}
      </div>
      {form.elsewhere && !work.running ? <ErrorNote error={form.elsewhere} onRetry={form.retry} /> : null}
      {work.running ? (
        <WorkProgress
          name={text.archiving}
          progress={work.progress}
          describe={percentDone}
          onCancel={work.cancel}
          takesFocus
        />
      ) : (
        <div className={settings.dialogActions}>
          <Button variant="default" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button type="submit" disabled={!form.canStart}>
            {plan && plan.events > 0 ? text.submitEvents(formatCount(plan.events)) : text.submit}
          </Button>
        </div>
      )}
    </form>
  );
}
