import { Link } from "@tanstack/react-router";
import type { DrawStatus } from "../../bindings/DrawStatus";
import { messages } from "../../messages";

type Props = {
  draw: { draw_id: string; loan_id: string; number: number; status: DrawStatus };
  className?: string;
  tabIndex?: number;
};

/** Whether a draw can still be written. */
export function isWritable(status: DrawStatus): boolean {
  return status === "draft" || status === "sent_back";
}

/** Leads to a draw. */
export function DrawLink({ draw, ...rest }: Props) {
  return (
    <Link to="/draws/$drawId" params={{ drawId: draw.draw_id }} {...rest}>
      {messages.draws.number(draw.number)}
    </Link>
  );
}
