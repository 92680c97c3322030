import type { Draw } from "../../bindings/Draw";
import { Tag, type Tone } from "../../components/Tag";
import { messages } from "../../messages";
import classes from "./Draw.module.css";
import { type Check, checksOf } from "./steps";

const text = messages.draws.page;
const tones: Readonly<Record<Check["state"], Tone>> = { done: "good", open: "warning", notNeeded: "neutral" };

const over: ReadonlySet<Draw["status"]> = new Set(["disbursed", "rejected", "cancelled"]);

/** What the draw needs until its money goes out, and whether it is there. */
export function Checks({ draw }: { draw: Draw }) {
  if (over.has(draw.status)) return null;
  return (
    <section className={classes.card} aria-label={text.missing}>
      <h2>{text.missing}</h2>
      <ul className={classes.checks}>
        {checksOf(draw).map((check) => (
          <li key={check.name}>
            <span className={classes.checkName}>
              {check.name}
              <Tag tone={tones[check.state]}>{text[check.state]}</Tag>
            </span>
            <span className={classes.muted}>{check.detail}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
