import { Switch } from "@mantine/core";
import type { Output } from "../../api/client";
import { errorText } from "../../api/errors";
import { query, queryClient } from "../../api/queries";
import { useWrite } from "../../api/write";
import type { HandlerStatistics } from "../../bindings/HandlerStatistics";
import { notifyProblem } from "../../components/notify";
import { messages } from "../../messages";

function keep(answer: Output<"handler.list">): void {
  queryClient.setQueryData(query("handler.list", {}).queryKey, answer);
}

/** Lets a handler run, or keeps it from running. */
export function HandlerSwitch({ handler }: { handler: HandlerStatistics }) {
  const enable = useWrite("handler.enable", { onSuccess: keep });
  const disable = useWrite("handler.disable", { onSuccess: keep });
  const set = (enabled: boolean) =>
    (enabled ? enable : disable).mutate(
      { name: handler.name },
      {
        onError: (error) => {
          const { title, advice } = errorText(error);
          notifyProblem(title, advice);
        },
      },
    );
  return (
    <Switch
      aria-label={messages.settings.handlers.enable(handler.name)}
      checked={handler.enabled}
      disabled={enable.isPending || disable.isPending}
      withThumbIndicator={false}
      onChange={(event) => set(event.currentTarget.checked)}
    />
  );
}
