import { Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ChevronDownIcon, SearchIcon } from "../../components/icons";
import { messages } from "../../messages";
import { useBook, useCloseBook } from "../book-context";
import classes from "./Frame.module.css";
import { UserMenu } from "./UserMenu";

const text = messages.topBar;
const shortcut = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘ K" : "Ctrl K";

export function TopBar({ onSearch }: { onSearch: () => void }) {
  const book = useBook();
  const closeBook = useCloseBook();
  return (
    <section className={classes.bar} aria-label={text.label}>
      <Menu position="bottom-start" width={220} transitionProps={{ duration: 80 }}>
        <Menu.Target>
          <button type="button" className={classes.book} aria-label={text.bookMenu(book.organization)}>
            <span>{book.organization}</span>
            <ChevronDownIcon size={12} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to="/settings/book">
            {text.bookSettings}
          </Menu.Item>
          <Menu.Item onClick={closeBook}>{text.closeBook}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <button
        type="button"
        className={classes.search}
        onClick={onSearch}
        aria-keyshortcuts="Control+K Meta+K"
      >
        <SearchIcon size={14} />
        <span>{text.search}</span>
        <kbd>{shortcut}</kbd>
      </button>
      <UserMenu />
    </section>
  );
}
