import { Menu } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { query, queryClient } from "../../api/queries";
import { useWrite } from "../../api/write";
import type { Book } from "../../bindings/Book";
import type { UserRole } from "../../bindings/UserRole";
import { ChevronDownIcon } from "../../components/icons";
import { notify, notifyError } from "../../components/notify";
import { messages } from "../../messages";
import { useBook } from "../book-context";
import classes from "./Frame.module.css";

const text = messages.topBar;

function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== "");
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
}

type Someone = { name: string; role: UserRole };

/** Who may sign in. Someone who was deactivated is told of nobody, and can still make room for the owner. */
function useColleagues(book: Book): readonly Someone[] {
  const answer = useQuery(query("user.list", {}));
  const users = answer.data?.users ?? [{ name: book.owner, role: "owner", is_active: true }];
  return users.filter((user) => user.is_active);
}

/** Says who is signed in, and passes the book to another of its users. */
export function UserMenu() {
  const book = useBook();
  const colleagues = useColleagues(book);
  const signIn = useWrite("book.sign_in", {
    onSuccess: (view) => {
      queryClient.setQueryData(query("book.get", {}).queryKey, view);
      notify(text.nowSignedInAs(view.user, messages.roles[view.role]));
    },
  });
  const become = (user: string) => {
    if (user === book.user) return;
    signIn.mutate({ user }, { onError: notifyError });
  };
  return (
    <Menu
      position="bottom-end"
      width={280}
      transitionProps={{ duration: 80 }}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <button
          type="button"
          className={classes.user}
          aria-label={text.userMenu(book.user, messages.roles[book.role])}
        >
          <span>{book.user}</span>
          <span className={classes.initials} data-initials={initials(book.user)} aria-hidden="true" />
          <ChevronDownIcon size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{text.signInAs}</Menu.Label>
        <Menu.RadioGroup value={book.user} onChange={become}>
          {colleagues.map(({ name, role }) => (
            <Menu.RadioItem key={name} value={name} closeMenuOnClick rightSection={messages.roles[role]}>
              {name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Label className={classes.note}>{text.honesty}</Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings/users">
          {text.users}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
