import type { EventView } from "../../bindings/EventView";
import { messages } from "../../messages";

const text = messages.draws;

/** Something that happened to a draw; drafts that followed on one another are one entry. */
export type Happening = { id: string; what: string; user: string; at: string; detail: string | null };

/** Whether an event of the loan says something about the draw. */
function isAbout(event: EventView, drawId: string): boolean {
  const { payload } = event;
  if (payload["drawId"] === drawId) return true;
  const draws = payload["draws"];
  return (
    Array.isArray(draws) &&
    draws.some(
      (part: unknown) =>
        typeof part === "object" && part !== null && "drawId" in part && part.drawId === drawId,
    )
  );
}

/** The events of a draw with its inspections, waivers and releases, newest first. */
export function happeningsOf(events: readonly EventView[], drawId: string): Happening[] {
  const found: Array<Happening & { type: string; times: number }> = [];
  for (const event of events) {
    const what = text.events[event.event_type];
    if (what === undefined || !isAbout(event, drawId)) continue;
    const last = found.at(-1);
    const again = event.event_type === "Draw.Drafted" && last?.type === event.event_type;
    const times = again ? last.times + 1 : 1;
    if (again) found.pop();
    const reason = event.payload["reason"];
    found.push({
      id: event.event_id,
      type: event.event_type,
      times,
      what: times > 1 ? text.draftedTimes(times) : what,
      user: event.user_id,
      at: event.occurred_at,
      detail: typeof reason === "string" ? reason : null,
    });
  }
  return found.toReversed().map(({ id, what, user, at, detail }) => ({ id, what, user, at, detail }));
}
