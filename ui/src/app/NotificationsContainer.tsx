import "@mantine/notifications/styles.layer.css";
import { Notifications } from "@mantine/notifications";
import classes from "./NotificationsContainer.module.css";

/** Notices stand in the empty part of the rail, where they never lie over what somebody is about to click. */
export default function NotificationsContainer() {
  return (
    <Notifications
      classNames={classes}
      position="bottom-left"
      autoClose={3_500}
      limit={1}
      containerWidth={148}
      zIndex={150}
    />
  );
}
