import { Tabs } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Screen } from "../../components/Screen";
import { messages } from "../../messages";
import classes from "./Contacts.module.css";

const addresses = { contacts: "/contacts", properties: "/contacts/properties" } as const;
type TabName = keyof typeof addresses;
const tabs = Object.keys(addresses) as TabName[];

type Props = {
  tab: TabName;
  /** How many there are, in words. */
  count: string | null;
  actions: ReactNode;
  filters: ReactNode;
  children: ReactNode;
};

/** Whom one lends to and with, and what secures it: two lists, a tab each. */
export function ContactsFrame({ tab, count, actions, filters, children }: Props) {
  const navigate = useNavigate();
  return (
    <Screen
      title={messages[tab].title}
      aside={
        <span className={classes.count} role="status">
          {count}
        </span>
      }
      actions={actions}
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
      <div id="contacts-tab" role="tabpanel" aria-label={messages[tab].title} className={classes.panel}>
        {filters}
        {children}
      </div>
    </Screen>
  );
}
