import { ActionIcon, Button, Progress, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { errorText } from "../../api/errors";
import type { Attachment } from "../../bindings/Attachment";
import { messages } from "../../messages";
import { platform } from "../../platform";
import { CloseIcon, WarningIcon } from "../icons";
import { type Adding, type FileUnderWay, useAdding } from "./use-adding";
import { useFileDrop } from "./use-file-drop";
import classes from "./AttachmentDrop.module.css";

const text = messages.attachments;

type Props = { loanId: string; onAdded: (attachment: Attachment) => void };

/** Takes files, dropped or chosen, and adds each to a loan; what goes wrong with one stands beside its name. */
export function AttachmentDrop({ loanId, onAdded }: Props) {
  const [lastAdded, setLastAdded] = useState("");
  const adding = useAdding(loanId, (attachment) => {
    setLastAdded(text.added(attachment.file_name));
    onAdded(attachment);
  });
  const isOver = useFileDrop(adding.add);
  return (
    <div className={classes.drop} data-over={isOver} role="group" aria-label={text.add}>
      <div className={classes.invitation}>
        {platform.hasFileDialogs ? <FileChooser onChosen={adding.add} /> : <PathForm onChosen={adding.add} />}
        <span className={classes.kinds}>{text.kinds}</span>
      </div>
      {adding.files.length > 0 ? <FilesUnderWay adding={adding} /> : null}
      <span className="visually-hidden" role="status">
        {lastAdded}
      </span>
    </div>
  );
}

function FileChooser({ onChosen }: { onChosen: (paths: readonly string[]) => void }) {
  const choose = async () => onChosen(await platform.chooseFilesToAttach());
  return (
    <div className={classes.choose}>
      <Button variant="default" onClick={() => void choose()}>
        {text.choose}
      </Button>
      <span>{text.drop}</span>
    </div>
  );
}

/** A browser has no paths of files: they are typed. No form of its own, since it may stand in another one. */
function PathForm({ onChosen }: { onChosen: (paths: readonly string[]) => void }) {
  const [path, setPath] = useState("");
  const submit = () => {
    if (path.trim() === "") return;
    onChosen([path.trim()]);
    setPath("");
  };
  return (
    <div className={classes.path}>
      <TextInput
        label={text.path}
        value={path}
        spellCheck={false}
        onChange={(event) => setPath(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          submit();
        }}
      />
      <Button variant="default" onClick={submit}>
        {text.submit}
      </Button>
    </div>
  );
}

function FilesUnderWay({ adding }: { adding: Adding }) {
  return (
    <ul className={classes.files} aria-label={text.underWay}>
      {adding.files.map((file) => (
        <li key={file.commandId} className={classes.file} data-failed={file.error !== null}>
          <FileRow file={file} adding={adding} />
        </li>
      ))}
    </ul>
  );
}

function FileRow({ file, adding }: { file: FileUnderWay; adding: Adding }) {
  const nameId = useId();
  if (file.error) {
    const { title, advice, detail } = errorText(file.error);
    return (
      <>
        <span className={classes.warning}>
          <WarningIcon />
        </span>
        <div className={classes.what} role="alert">
          <strong className={classes.name}>{file.name}</strong>
          <span>
            {title}. {advice}
          </span>
          {detail === null ? null : (
            <span className={classes.detail} data-selectable>
              {detail}
            </span>
          )}
        </div>
        <Button variant="default" aria-label={text.retry(file.name)} onClick={() => adding.retry(file)}>
          {messages.common.retry}
        </Button>
        <ActionIcon aria-label={text.dismiss(file.name)} onClick={() => adding.dismiss(file)}>
          <CloseIcon />
        </ActionIcon>
      </>
    );
  }
  const percent =
    file.progress && file.progress.total > 0
      ? Math.floor((file.progress.done / file.progress.total) * 100)
      : null;
  return (
    <>
      <div className={classes.what}>
        <span className={classes.name} id={nameId}>
          {file.name}
        </span>
        <Progress.Root size="sm">
          <Progress.Section value={percent ?? 0} aria-labelledby={nameId} />
        </Progress.Root>
      </div>
      <span className={classes.percent}>{percent === null ? text.waiting : text.progress(percent)}</span>
      <ActionIcon aria-label={text.stop(file.name)} onClick={() => adding.stop(file)}>
        <CloseIcon />
      </ActionIcon>
    </>
  );
}
