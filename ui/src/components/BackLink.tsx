import { Link } from "@tanstack/react-router";
import classes from "./BackLink.module.css";
import { BackIcon } from "./icons";

export function BackLink({ to, children }: { to: "/loans"; children: string }) {
  return (
    <Link to={to} className={classes.back}>
      <BackIcon size={13} />
      {children}
    </Link>
  );
}
