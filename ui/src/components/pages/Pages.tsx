import { ActionIcon, NativeSelect } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useMemo, useState } from "react";
import { options } from "../../fields/values";
import { messages } from "../../messages";
import { BackIcon } from "../icons";
import { useSessionState } from "../session-state";
import classes from "./Pages.module.css";

const text = messages.documents;
type Zoom = keyof typeof text.zooms;
const zooms = options(text.zooms);

type Props = {
  /** What the pages are of. */
  name: string;
  /** SVG pictures, in order. */
  pages: readonly string[];
  /** At the left of the controls. */
  children?: ReactNode;
};

/**
 * The pages of a document, one at a time. Each is an image of its own: what a picture contains neither runs nor reaches
 * the window or the network.
 */
export function Pages({ name, pages, children }: Props) {
  const [wanted, setWanted] = useState(1);
  const [zoom, setZoom] = useSessionState<Zoom>("document zoom", "width");
  const number = Math.max(1, Math.min(wanted, pages.length));
  const svg = pages[number - 1];
  const source = useMemo(
    () => (svg === undefined ? null : `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`),
    [svg],
  );
  const turn = (by: number) => setWanted(Math.max(1, Math.min(number + by, pages.length)));
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    turn(by);
  };
  // Large pages are moved by the keys, and turned by them.
  const moved = { tabIndex: 0, role: "region", "aria-label": name, onKeyDown };
  return (
    <div className={classes.pages}>
      <div className={classes.controls}>
        {children}
        <div className={classes.turning}>
          <Turn label={text.previous} possible={number > 1} onTurn={() => turn(-1)} />
          <span role="status">{text.page(number, Math.max(1, pages.length))}</span>
          <Turn label={text.next} possible={number < pages.length} onTurn={() => turn(1)} forward />
        </div>
        <NativeSelect
          aria-label={text.zoom}
          data={zooms}
          value={zoom}
          onChange={(event) => setZoom(event.currentTarget.value as Zoom)}
        />
      </div>
      <div className={classes.frame} {...moved}>
        {source === null || svg === undefined ? null : (
          <img
            className={classes.page}
            data-zoom={zoom}
            style={widthAt(svg, zoom)}
            src={source}
            alt={text.pageOf(name, number, pages.length)}
            draggable={false}
          />
        )}
      </div>
    </div>
  );
}

/** The width of a page that is shown larger or smaller than it fits, from the points that the picture names. */
function widthAt(svg: string, zoom: Zoom) {
  const points = /\swidth="([\d.]+)pt"/.exec(svg.slice(0, 400))?.[1];
  const factor = Number(zoom);
  return points === undefined || Number.isNaN(factor) ? {} : { width: `${Number(points) * factor}pt` };
}

type TurnProps = { label: string; possible: boolean; forward?: boolean; onTurn: () => void };

/** It keeps its place in the order of the keys at the last page, so that the focus is not lost there. */
function Turn({ label, possible, forward = false, onTurn }: TurnProps) {
  return (
    <ActionIcon
      aria-label={label}
      {...(possible ? {} : { "data-disabled": true, "aria-disabled": true })}
      onClick={possible ? onTurn : undefined}
    >
      <span className={forward ? classes.forward : classes.arrow}>
        <BackIcon size={14} />
      </span>
    </ActionIcon>
  );
}
