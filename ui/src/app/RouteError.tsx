import { toCallError } from "../api/errors";
import { ErrorNote } from "../components/ErrorNote";
import { Screen } from "../components/Screen";
import { messages } from "../messages";

/** A screen that stopped; the rail and the top bar stay. */
export function RouteError({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <Screen title={messages.crashed.title}>
      <ErrorNote error={toCallError(error)} onRetry={reset} />
    </Screen>
  );
}
