import { Button, type ButtonProps, Tooltip } from "@mantine/core";
import type { ComponentPropsWithoutRef, MouseEvent } from "react";
import type { CommandName } from "../api/client";
import { usePermission } from "../app/permission";

type Props = ButtonProps &
  Omit<ComponentPropsWithoutRef<"button">, keyof ButtonProps> & {
    /** What the button leads to. */
    command: CommandName;
    /** Why the rules of lending do not allow it now; nothing where they do. */
    refusal?: string | null | undefined;
  };

function doNothing(event: MouseEvent): void {
  event.preventDefault();
}

/**
 * A button that leads to a command. Where the role of whoever is signed in does not have the command, or the rules do
 * not allow it now, it does nothing and says why; it keeps its place in the order of the keys, so that the reason can be read there too.
 */
export function CommandButton({ command, refusal = null, ...button }: Props) {
  const permission = usePermission(command);
  const reason = permission.reason ?? refusal;
  if (reason === null) return <Button {...button} />;
  return (
    <Tooltip label={reason} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
      <Button {...button} data-disabled aria-disabled="true" aria-description={reason} onClick={doNothing} />
    </Tooltip>
  );
}
