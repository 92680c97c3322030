import { useSyncExternalStore } from "react";
import { isOffline, onConnectionChange } from "../../api/connection";
import { WarningIcon } from "../../components/icons";
import { messages } from "../../messages";
import classes from "./Frame.module.css";

/** Stays for as long as the server of a shared book cannot be reached. */
export function OfflineBanner() {
  const offline = useSyncExternalStore(onConnectionChange, isOffline);
  // The region is there before its text, so that screen readers speak the text when it comes.
  return (
    <div className={classes.notice} role="status">
      {offline ? (
        <p className={classes.offline}>
          <WarningIcon size={14} />
          {messages.offline}
        </p>
      ) : null}
    </div>
  );
}
