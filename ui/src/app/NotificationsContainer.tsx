import "@mantine/notifications/styles.layer.css";
import { Notifications } from "@mantine/notifications";

export default function NotificationsContainer() {
  return <Notifications position="bottom-right" autoClose={5_000} limit={4} />;
}
