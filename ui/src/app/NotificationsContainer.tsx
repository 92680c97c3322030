import "@mantine/notifications/styles.layer.css";
import { Notifications } from "@mantine/notifications";

export default function NotificationsContainer() {
  return (
    <Notifications position="bottom-right" autoClose={3_500} limit={1} containerWidth={340} zIndex={150} />
  );
}
