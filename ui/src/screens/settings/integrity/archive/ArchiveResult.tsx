import { Button } from "@mantine/core";
import type { ArchiveReport } from "../../../../bindings/ArchiveReport";
import { Fact, Facts } from "../../../../components/Figures";
import { CheckIcon } from "../../../../components/icons";
import { focusWhenShown } from "../../../../fields/focus-when-shown";
import { formatCount } from "../../../../format/amount";
import { formatBytes } from "../../../../format/bytes";
import { messages } from "../../../../messages";
import settings from "../../Settings.module.css";
import classes from "./Archive.module.css";

const text = messages.settings.archive;

/** What archiving did: the file, and what became of the book. */
export function ArchiveResult({ report, onClose }: { report: ArchiveReport; onClose: () => void }) {
  const { archive } = report;
  return (
    <div className={settings.dialog}>
      <div className={settings.verdict} data-ok role="status">
        <CheckIcon />
        <strong>{text.done(formatCount(archive.events))}</strong>
      </div>
      <Facts>
        <Fact label={text.file}>{archive.path}</Fact>
        <Fact label={text.fileSize}>{formatBytes(archive.bytes)}</Fact>
        <Fact label={text.bookSize}>
          {text.bytes(formatBytes(report.bytes_before), formatBytes(report.bytes_after))}
        </Fact>
        <Fact label={text.fingerprint}>
          <span className={settings.mono}>{archive.sha256}</span>
        </Fact>
      </Facts>
      <p className={classes.muted}>{text.keepFile}</p>
      <div className={settings.dialogActions}>
        <Button onClick={onClose} ref={focusWhenShown}>
          {messages.common.close}
        </Button>
      </div>
    </div>
  );
}
