import { Switch } from "@mantine/core";
import type { Output } from "../../api/client";
import { usePermission } from "../../app/permission";
import { query, queryClient } from "../../api/queries";
import { type Unanswered, useWrite } from "../../api/write";
import type { HandlerStatistics } from "../../bindings/HandlerStatistics";
import { notifyError } from "../../components/notify";
import { messages } from "../../messages";

/** Of all switches together: on, off and on again are three actions, also when the answer to the first was lost. */
const unanswered: Unanswered = new Map();

function keep(answer: Output<"handler.list">): void {
  unanswered.clear();
  queryClient.setQueryData(query("handler.list", {}).queryKey, answer);
}

/** Lets a handler run, or keeps it from running. */
export function HandlerSwitch({ handler }: { handler: HandlerStatistics }) {
  const enable = useWrite("handler.enable", { onSuccess: keep, unanswered });
  const disable = useWrite("handler.disable", { onSuccess: keep, unanswered });
  const { allowed, reason } = usePermission("handler.disable");
  const set = (enabled: boolean) =>
    (enabled ? enable : disable).mutate({ name: handler.name }, { onError: notifyError });
  return (
    <Switch
      aria-label={messages.settings.handlers.enable(handler.name)}
      checked={handler.enabled}
      disabled={!allowed || enable.isPending || disable.isPending}
      {...(reason === null ? {} : { title: reason })}
      withThumbIndicator={false}
      onChange={(event) => set(event.currentTarget.checked)}
    />
  );
}
