import { CommandButton } from "../../../../components/CommandButton";
import { useState } from "react";
import type { Archive } from "../../../../bindings/Archive";
import { messages } from "../../../../messages";
import settings from "../../Settings.module.css";
import { useStatistics } from "../use-statistics";
import classes from "./Archive.module.css";
import { ArchiveDialog } from "./ArchiveDialog";
import { ArchiveTable } from "./ArchiveTable";
import { MissingArchive } from "./MissingArchive";

const text = messages.settings.archive;

/** The files of older events, whether they are all in their place, and the way to another one. */
export function Archives({ busy }: { busy: boolean }) {
  const { data: statistics, refetch } = useStatistics();
  const [asking, setAsking] = useState(false);
  return (
    <section className={settings.card} aria-label={text.title}>
      <div className={settings.cardHead}>
        <div>
          <h2>{text.title}</h2>
          <p>{text.lead}</p>
        </div>
        <CommandButton
          command="archive.create"
          variant="default"
          onClick={() => setAsking(true)}
          disabled={busy}
        >
          {text.open}
        </CommandButton>
      </div>
      {statistics ? <Files archives={statistics.archives} onLookAgain={() => void refetch()} /> : null}
      {asking ? <ArchiveDialog onClose={() => setAsking(false)} /> : null}
    </section>
  );
}

type FilesProps = { archives: readonly Archive[]; onLookAgain: () => void };

function Files({ archives, onLookAgain }: FilesProps) {
  if (archives.length === 0) return <p className={classes.muted}>{text.none}</p>;
  return (
    <>
      {archives.map((archive) =>
        archive.is_there ? null : (
          <MissingArchive key={archive.number} archive={archive} onLookAgain={onLookAgain} />
        ),
      )}
      <ArchiveTable archives={archives} />
    </>
  );
}
