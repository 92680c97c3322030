import type { EventView } from "../../bindings/EventView";

type Node = { event: EventView; children: Node[] };

export type EventLine =
  | { kind: "event"; id: string; event: EventView; depth: number; children: number; open: boolean }
  /** Several events of one type with one cause, such as the payments of a schedule. */
  | { kind: "run"; id: string; type: string; count: number; failed: number; depth: number; open: boolean };

export type Order = "oldest" | "newest";

/** From this many on, events of one type with one cause are one line until it is opened. */
const LEAST_RUN = 4;

/** What each event caused, as far as both are among the events at hand. */
function forest(events: readonly EventView[]): Node[] {
  const nodes = new Map<string, Node>();
  const sorted = events.toSorted((a, b) => a.position - b.position);
  for (const event of sorted) nodes.set(event.event_id, { event, children: [] });
  const roots: Node[] = [];
  for (const event of sorted) {
    const node = nodes.get(event.event_id);
    if (!node) continue;
    const cause = event.causation_id === null ? undefined : nodes.get(event.causation_id);
    if (cause && cause.event.position < event.position) cause.children.push(node);
    else roots.push(node);
  }
  return roots;
}

function addSiblings(
  lines: EventLine[],
  siblings: readonly Node[],
  depth: number,
  toggled: ReadonlySet<string>,
): void {
  let index = 0;
  while (index < siblings.length) {
    const node = siblings[index];
    if (!node) return;
    const run = depth === 0 ? [node] : runFrom(siblings, index);
    if (run.length >= LEAST_RUN) {
      const id = `run-${node.event.event_id}`;
      const open = toggled.has(id);
      const failed = run.filter((each) => each.event.status === "failed").length;
      lines.push({ kind: "run", id, type: node.event.event_type, count: run.length, failed, depth, open });
      if (open) for (const each of run) addNode(lines, each, depth + 1, toggled);
    } else {
      for (const each of run) addNode(lines, each, depth, toggled);
    }
    index += run.length;
  }
}

function runFrom(siblings: readonly Node[], start: number): readonly Node[] {
  const type = siblings[start]?.event.event_type;
  let end = start;
  while (siblings[end]?.event.event_type === type && siblings[end]?.children.length === 0) end += 1;
  return siblings.slice(start, Math.max(end, start + 1));
}

function addNode(lines: EventLine[], node: Node, depth: number, toggled: ReadonlySet<string>): void {
  const { event, children } = node;
  const open = !toggled.has(event.event_id);
  lines.push({ kind: "event", id: event.event_id, event, depth, children: children.length, open });
  if (open) addSiblings(lines, children, depth + 1, toggled);
}

/**
 * The events as lines, each under the one that caused it. Events start open and runs closed; `toggled` holds the ids
 * that are the other way round.
 */
export function eventLines(
  events: readonly EventView[],
  order: Order,
  toggled: ReadonlySet<string>,
): EventLine[] {
  const roots = forest(events);
  if (order === "newest") roots.reverse();
  const lines: EventLine[] = [];
  addSiblings(lines, roots, 0, toggled);
  return lines;
}
