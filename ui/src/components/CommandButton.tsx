import { Button, type ButtonProps, Tooltip } from "@mantine/core";
import type { ComponentPropsWithoutRef, MouseEvent } from "react";
import type { CommandName } from "../api/client";
import { usePermission } from "../app/permission";

type Props = ButtonProps &
  Omit<ComponentPropsWithoutRef<"button">, keyof ButtonProps> & {
    /** What the button leads to. */
    command: CommandName;
  };

function doNothing(event: MouseEvent): void {
  event.preventDefault();
}

/**
 * A button that leads to a command. Where the role of whoever is signed in does not have the command, it does nothing
 * and says why; it keeps its place in the order of the keys, so that the reason can be read there too.
 */
export function CommandButton({ command, ...button }: Props) {
  const permission = usePermission(command);
  if (permission.allowed) return <Button {...button} />;
  return (
    <Tooltip label={permission.reason} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
      <Button
        {...button}
        data-disabled
        aria-disabled="true"
        aria-description={permission.reason}
        onClick={doNothing}
      />
    </Tooltip>
  );
}
