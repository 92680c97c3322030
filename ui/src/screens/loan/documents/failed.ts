import type { DocumentKind } from "../../../bindings/DocumentKind";
import type { EventView } from "../../../bindings/EventView";
import { isDocumentKind } from "../../document/kinds";

/** Documents that an event should have made, and did not. */
export type FailedMaking = {
  event: EventView;
  /** Why, with the line of the template where it is one. */
  problem: string;
  /** The template at fault. */
  template: DocumentKind | null;
};

const HANDLER = "DocumentGenerator";

/** Those of the events whose documents are missing because making them failed. */
export function failedMakings(events: readonly EventView[]): FailedMaking[] {
  return events.flatMap((event) => {
    if (event.status !== "failed") return [];
    const last = event.handlers
      .filter((run) => run.handler === HANDLER)
      .toSorted((a, b) => a.attempt - b.attempt)
      .at(-1);
    if (last?.status !== "failure") return [];
    const problem = last.error ?? event.error ?? "";
    const named = /\btemplate ([a-z_]+)/.exec(problem)?.[1] ?? "";
    return [{ event, problem, template: isDocumentKind(named) ? named : null }];
  });
}
