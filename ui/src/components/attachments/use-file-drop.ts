import { useEffect, useRef, useState } from "react";
import { platform } from "../../platform";

/** Zones on screen; the newest, such as that of a dialog, takes what is dropped anywhere in the window. */
const zones: symbol[] = [];

/** Takes files that are dropped on the window, and says whether some are held over it. */
export function useFileDrop(onDrop: (paths: readonly string[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  const drop = useRef(onDrop);
  useEffect(() => {
    drop.current = onDrop;
  });
  useEffect(() => {
    const zone = Symbol("zone");
    zones.push(zone);
    const listening = platform.onFileDrag((drag) => {
      const isMine = zones.at(-1) === zone;
      setOver(isMine && drag.kind === "over");
      if (isMine && drag.kind === "dropped") drop.current(drag.paths);
    });
    return () => {
      zones.splice(zones.indexOf(zone), 1);
      void listening.then((stop) => stop());
    };
  }, []);
  return isOver;
}
