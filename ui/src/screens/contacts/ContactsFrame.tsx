import { Tabs, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { toCallError } from "../../api/errors";
import { EmptyState } from "../../components/EmptyState";
import { ErrorNote } from "../../components/ErrorNote";
import { DataGrid, type GridColumn } from "../../components/grid/DataGrid";
import { searchFor } from "../../components/grid/search";
import { SearchIcon } from "../../components/icons";
import { Screen } from "../../components/Screen";
import { formatCount } from "../../format/amount";
import { messages } from "../../messages";
import classes from "./Contacts.module.css";

const addresses = { contacts: "/contacts", properties: "/contacts/properties" } as const;
type TabName = keyof typeof addresses;
const tabs = Object.keys(addresses) as TabName[];

type Props<Row extends object> = {
  tab: TabName;
  /** All of them, once they are read. */
  rows: readonly Row[] | undefined;
  error: Error | null;
  onRetry: () => void;
  search: string;
  onSearch: (typed: string) => void;
  /** What one is found by. */
  words: (row: Row) => string;
  columns: ReadonlyArray<GridColumn<Row>>;
  rowId: (row: Row) => string;
  sortedBy: string;
  onOpen: (row: Row) => void;
  actions: ReactNode;
  /** A dialog over the list. */
  children: ReactNode;
};

/** Whom one lends to and with, and what secures it: two lists that can be searched, a tab each. */
export function ContactsFrame<Row extends object>(props: Props<Row>) {
  const { tab, rows, error, onRetry, search, onSearch, words, columns, rowId, sortedBy, onOpen } = props;
  const navigate = useNavigate();
  const text = messages[tab];
  const shown = useMemo(() => {
    const found = searchFor(search);
    return (rows ?? []).filter((row) => found(words(row)));
  }, [rows, search, words]);
  return (
    <Screen
      title={text.title}
      aside={
        <span className={classes.count} role="status">
          {rows ? text.count(formatCount(shown.length)) : null}
        </span>
      }
      actions={props.actions}
      below={
        <Tabs
          value={tab}
          className={classes.tabs}
          onChange={(name) => void navigate({ to: addresses[(name ?? "contacts") as TabName] })}
        >
          <Tabs.List aria-label={messages.properties.views}>
            {tabs.map((name) => (
              <Tabs.Tab key={name} value={name} aria-controls="contacts-tab">
                {messages[name].title}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      }
      fill
    >
      <div id="contacts-tab" role="tabpanel" aria-label={text.title} className={classes.panel}>
        {rows?.length === 0 ? null : (
          <TextInput
            className={classes.filters}
            type="search"
            aria-label={text.search}
            placeholder={text.searchPlaceholder}
            leftSection={<SearchIcon size={13} />}
            value={search}
            onChange={(event) => onSearch(event.currentTarget.value)}
          />
        )}
        {error ? <ErrorNote error={toCallError(error)} onRetry={onRetry} /> : null}
        {rows?.length === 0 ? (
          <EmptyState title={text.emptyTitle} text={text.emptyText} />
        ) : rows && shown.length === 0 ? (
          <EmptyState title={text.noMatchTitle} text={text.noMatchText} />
        ) : rows ? (
          <DataGrid
            name={text.table}
            rows={shown}
            columns={columns}
            rowId={rowId}
            startSort={[{ id: sortedBy, desc: false }]}
            onOpen={onOpen}
          />
        ) : null}
      </div>
      {props.children}
    </Screen>
  );
}
