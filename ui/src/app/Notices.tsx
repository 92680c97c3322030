import { Suspense, lazy, useSyncExternalStore } from "react";
import { noticesWanted, onNoticesWanted } from "../components/notify";

const Notifications = lazy(() => import("./NotificationsContainer"));

/** The container of notices; its code is read when the first one is shown. */
export function Notices() {
  const wanted = useSyncExternalStore(onNoticesWanted, noticesWanted);
  if (!wanted) return null;
  return (
    <Suspense fallback={null}>
      <Notifications />
    </Suspense>
  );
}
