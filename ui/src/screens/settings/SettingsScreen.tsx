import { Tabs } from "@mantine/core";
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { Screen } from "../../components/Screen";
import { messages } from "../../messages";
import classes from "./Settings.module.css";

const text = messages.settings;
const tabs = ["handlers", "integrity", "users", "documents", "book"] as const;
type TabName = (typeof tabs)[number];
const addresses = {
  handlers: "/settings/handlers",
  integrity: "/settings/integrity",
  users: "/settings/users",
  documents: "/settings/documents",
  book: "/settings/book",
} as const;

export default function SettingsScreen() {
  const navigate = useNavigate();
  const path = useLocation({ select: (location) => location.pathname });
  const tab: TabName = tabs.find((name) => path.endsWith(`/${name}`)) ?? "handlers";
  return (
    <Screen
      title={text.title}
      below={
        <Tabs
          value={tab}
          className={classes.tabs}
          onChange={(name) => void navigate({ to: addresses[(name ?? "handlers") as TabName] })}
        >
          <Tabs.List aria-label={text.tabs.label}>
            {tabs.map((name) => (
              <Tabs.Tab key={name} value={name} aria-controls="settings-tab">
                {text.tabs[name]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
      }
    >
      <div id="settings-tab" role="tabpanel" aria-label={text.tabs[tab]} className={classes.panel}>
        <Outlet />
      </div>
    </Screen>
  );
}
