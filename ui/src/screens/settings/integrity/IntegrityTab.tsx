import { Button, Modal } from "@mantine/core";
import { CommandButton } from "../../../components/CommandButton";
import { useState } from "react";
import { fieldErrorText } from "../../../api/errors";
import { useLongWork } from "../../../api/long-work";
import { useBook } from "../../../app/book-context";
import { ErrorNote } from "../../../components/ErrorNote";
import { CheckIcon } from "../../../components/icons";
import { PlainTable } from "../../../components/table/PlainTable";
import { PathField } from "../../../fields/PathField";
import { formatCount } from "../../../format/amount";
import { messages } from "../../../messages";
import { platform } from "../../../platform";
import classes from "../Settings.module.css";
import { Archives } from "./archive/Archives";
import { Growth } from "./Growth";
import { KeepHead } from "./KeepHead";
import { VerifyResult } from "./VerifyResult";
import { WorkProgress } from "./WorkProgress";

const text = messages.settings.integrity;

/** Proves the book, keeps the proof's end, makes the derived tables anew, shows how the book grows, and archives. */
export default function IntegrityTab() {
  const book = useBook();
  const verify = useLongWork("integrity.verify");
  const rebuild = useLongWork("integrity.rebuild");
  const [asking, setAsking] = useState(false);
  const busy = verify.running || rebuild.running;
  const startRebuild = () => {
    setAsking(false);
    void rebuild.start({});
  };
  const [keptHead, setKeptHead] = useState("");
  // The report stays while the field is typed in again.
  const [verifiedHead, setVerifiedHead] = useState("");
  const startVerify = () => {
    const head = keptHead.trim();
    setVerifiedHead(head);
    void verify.start({ head: head === "" ? null : head });
  };
  const headError = verify.error?.field === "head" ? verify.error : null;

  return (
    <>
      <section className={classes.card} aria-label={text.verify}>
        <div className={classes.cardHead}>
          <div>
            <h2>{text.verify}</h2>
            <p>{text.verifyLead}</p>
          </div>
          <Button onClick={startVerify} disabled={busy}>
            {text.verify}
          </Button>
        </div>
        <PathField
          label={`${messages.settings.keptHead.verifyWith} (${messages.common.optional})`}
          description={messages.settings.keptHead.verifyWithHint}
          value={keptHead}
          error={headError && verifiedHead === keptHead.trim() ? fieldErrorText(headError) : null}
          onChange={setKeptHead}
          onChoose={() => platform.chooseHead()}
        />
        {verify.running ? (
          <WorkProgress
            name={text.verifying}
            progress={verify.progress}
            onCancel={verify.cancel}
            describe={(done, total) => text.verifyProgress(formatCount(done), formatCount(total))}
          />
        ) : null}
        {verify.error && !headError ? <ErrorNote error={verify.error} onRetry={startVerify} /> : null}
        {verify.result ? <VerifyResult report={verify.result} withHead={verifiedHead !== ""} /> : null}
      </section>

      <KeepHead />

      <section className={classes.card} aria-label={text.rebuild}>
        <div className={classes.cardHead}>
          <div>
            <h2>{text.rebuild}</h2>
            <p>{text.rebuildLead}</p>
          </div>
          <CommandButton
            command="integrity.rebuild"
            variant="default"
            onClick={() => setAsking(true)}
            disabled={busy}
          >
            {text.rebuild}
          </CommandButton>
        </div>
        {rebuild.running ? (
          <WorkProgress name={text.rebuilding} progress={rebuild.progress} onCancel={rebuild.cancel} />
        ) : null}
        {rebuild.error ? <ErrorNote error={rebuild.error} onRetry={startRebuild} /> : null}
        {rebuild.result ? (
          <>
            <div className={classes.verdict} role="status">
              <CheckIcon />
              <strong>{text.rebuilt(formatCount(rebuild.result.events_applied))}</strong>
            </div>
            <PlainTable
              name={text.results}
              columns={[
                { id: "table", header: text.table, cell: (row) => row.table },
                { id: "rows", header: text.rows, end: true, cell: (row) => formatCount(row.rows) },
              ]}
              rows={rebuild.result.tables}
              rowId={(row) => row.table}
            />
          </>
        ) : null}
      </section>

      <Growth />

      <Archives busy={busy} />

      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={text.rebuildTitle}
        closeButtonProps={{ "aria-label": messages.common.close }}
      >
        <div className={classes.dialog}>
          <p>{text.rebuildText(formatCount(book.events))}</p>
          <div className={classes.dialogActions}>
            <Button variant="default" onClick={() => setAsking(false)}>
              {messages.common.cancel}
            </Button>
            <Button onClick={startRebuild} data-autofocus>
              {text.rebuild}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
}
