import { Link, type LinkProps } from "@tanstack/react-router";
import classes from "./BackLink.module.css";
import { BackIcon } from "./icons";

type Props = Pick<LinkProps, "to" | "params" | "search"> & { children: string };

export function BackLink({ children, ...place }: Props) {
  return (
    <Link {...place} className={classes.back}>
      <BackIcon size={13} />
      {children}
    </Link>
  );
}
