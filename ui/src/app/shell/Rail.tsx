import { Link } from "@tanstack/react-router";
import {
  ComplianceIcon,
  ContactsIcon,
  DashboardIcon,
  DrawsIcon,
  EventsIcon,
  FundsIcon,
  LoansIcon,
  PaymentsIcon,
  SettingsIcon,
} from "../../components/icons";
import { formatCount } from "../../format/amount";
import { messages } from "../../messages";
import { useBook } from "../book-context";
import classes from "./Frame.module.css";

const text = messages.rail;

/** The places of the rail, in order; Ctrl/Cmd and its number goes there. */
export const places = [
  { to: "/dashboard", name: text.dashboard, icon: <DashboardIcon /> },
  { to: "/loans", name: text.loans, icon: <LoansIcon /> },
  { to: "/draws", name: text.draws, icon: <DrawsIcon /> },
  { to: "/payments", name: text.payments, icon: <PaymentsIcon /> },
  { to: "/funds", name: text.funds, icon: <FundsIcon /> },
  { to: "/contacts", name: text.contacts, icon: <ContactsIcon /> },
  { to: "/compliance", name: text.compliance, icon: <ComplianceIcon /> },
  { to: "/events", name: text.events, icon: <EventsIcon /> },
  { to: "/settings", name: text.settings, icon: <SettingsIcon /> },
] as const;

export function Rail() {
  const { failed_events: failed } = useBook();
  return (
    <nav className={classes.rail} aria-label={text.label}>
      {places.map((place) => (
        <Link key={place.to} to={place.to} className={classes.place}>
          {place.icon}
          {place.name}
          {place.to === "/events" && failed > 0 ? (
            <span className={classes.badge}>
              {formatCount(failed)}
              <span className="visually-hidden"> {messages.events.statuses.failed}</span>
            </span>
          ) : null}
        </Link>
      ))}
    </nav>
  );
}
