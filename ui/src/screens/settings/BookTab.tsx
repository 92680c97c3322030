import { useNavigate } from "@tanstack/react-router";
import { useBook } from "../../app/book-context";
import { CommandButton } from "../../components/CommandButton";
import { Fact, Facts } from "../../components/Figures";
import { ExportEvents } from "../../components/export/ExportEvents";
import { formatCount } from "../../format/amount";
import { formatMoment } from "../../format/date";
import { isSharedAddress, shownAddress } from "../../format/shared-address";
import { messages } from "../../messages";
import classes from "./Settings.module.css";

const text = messages.settings.book;

/** The open book: whose it is, where it is, and how it is kept. */
export default function BookTab() {
  const book = useBook();
  const navigate = useNavigate();
  const shared = isSharedAddress(book.address);
  return (
    <>
      <section className={classes.card} aria-label={messages.settings.tabs.book}>
        <Facts>
          <Fact label={text.name}>{book.organization}</Fact>
          <Fact label={text.owner}>{book.owner}</Fact>
          <Fact label={text.currency}>{book.currency}</Fact>
          <Fact label={shared ? text.server : text.file}>{shownAddress(book.address)}</Fact>
          <Fact label={text.storage}>{book.backend}</Fact>
          {shared ? null : (
            <Fact label={text.encryption}>{book.encrypted ? text.encrypted : text.plain}</Fact>
          )}
          <Fact label={text.schema}>{book.schema_version}</Fact>
          <Fact label={text.created}>{formatMoment(book.created_at)}</Fact>
          <Fact label={text.loans}>{formatCount(book.loans)}</Fact>
          <Fact label={text.events}>{formatCount(book.events)}</Fact>
          <Fact label={text.failed}>{formatCount(book.failed_events)}</Fact>
        </Facts>
      </section>
      <section className={classes.card} aria-label={messages.exports.events.title}>
        <div className={classes.cardHead}>
          <div>
            <h2>{messages.exports.events.title}</h2>
            <p>{messages.exports.events.lead}</p>
          </div>
          <ExportEvents />
        </div>
      </section>
      <section className={classes.card} aria-label={messages.imports.title}>
        <div className={classes.cardHead}>
          <div>
            <h2>{messages.imports.title}</h2>
            <p>{messages.imports.lead}</p>
          </div>
          <CommandButton
            command="import.run"
            variant="default"
            onClick={() => void navigate({ to: "/import" })}
          >
            {messages.imports.open}
          </CommandButton>
        </div>
      </section>
    </>
  );
}
