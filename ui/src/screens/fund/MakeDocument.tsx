import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { fieldErrorText } from "../../api/errors";
import { useLongWork } from "../../api/long-work";
import { query } from "../../api/queries";
import { useWrite } from "../../api/write";
import { useBook } from "../../app/book-context";
import type { InvestorStatement } from "../../bindings/InvestorStatement";
import { CommandButton } from "../../components/CommandButton";
import { FileDialog } from "../../components/export/FileDialog";
import { suggestFile } from "../../components/export/suggest-file";
import { notify } from "../../components/notify";
import { PathField } from "../../fields/PathField";
import { messages } from "../../messages";
import { platform } from "../../platform";

const text = messages.funds.statement.document;

type Props = { statement: InvestorStatement };

/** Makes a document of the statement as it is shown, keeps it in the book, and saves a copy. */
export function MakeDocument({ statement }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <CommandButton command="document.generate" onClick={() => setOpen(true)}>
        {text.open}
      </CommandButton>
      {isOpen ? <DocumentDialog statement={statement} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function DocumentDialog({ statement, onClose }: Props & { onClose: () => void }) {
  const { organization } = useBook();
  const recent = useQuery(query("book.recent", {}));
  const [typed, setTyped] = useState<string | null>(null);
  const generate = useWrite("document.generate");
  const saving = useLongWork("document.get");
  const folder = recent.data?.suggested_folder ?? "";
  const what = text.file(statement.fund_name, statement.investor.name);
  const path = typed ?? suggestFile(folder, organization, what, "pdf", statement.to);
  const error = generate.error ?? saving.error;
  const beside = error?.field === "save_to" ? fieldErrorText(error) : null;

  useEffect(() => {
    if (!saving.result?.saved_to) return;
    notify(text.saved(saving.result.saved_to));
    onClose();
  }, [saving.result, onClose]);

  // The same statement is the same document: made again after a place that was refused, it is not kept twice.
  const submit = () =>
    generate.mutate(
      {
        kind: "investor_statement",
        fund_id: statement.fund_id,
        investor_id: statement.investor.person_id,
        from: statement.from,
        to: statement.to,
      },
      {
        onSuccess: (document) =>
          void saving.start({
            document_id: document.document_id,
            save_to: path.trim(),
            with_pages: false,
            make_again: false,
          }),
      },
    );
  return (
    <FileDialog<"document.get">
      title={text.title}
      submit={text.submit}
      working={text.working}
      work={{ ...saving, running: saving.running || generate.isPending }}
      canStart={path.trim() !== ""}
      error={beside === null ? error : null}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>{text.lead}</p>
      <PathField
        label={messages.exports.file}
        value={path}
        error={beside}
        onChange={setTyped}
        onChoose={() => platform.chooseNewFile(path)}
      />
    </FileDialog>
  );
}
