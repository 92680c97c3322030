import { useHotkeys } from "@mantine/hooks";
import { Outlet, useNavigate } from "@tanstack/react-router";
import { Suspense, lazy, useEffect, useState } from "react";
import classes from "./Frame.module.css";
import { OfflineBanner } from "./OfflineBanner";
import { Rail, places } from "./Rail";
import { TopBar } from "./TopBar";

const loadPalette = () => import("./palette/Palette");
const Palette = lazy(loadPalette);

/** The top bar, what is to be known of the server, the rail, and the screen between them. */
export function Frame() {
  const navigate = useNavigate();
  const [paletteOpened, setPaletteOpened] = useState(false);
  const [paletteUsed, setPaletteUsed] = useState(false);
  const setPalette = (opened: boolean) => {
    setPaletteUsed(true);
    setPaletteOpened(opened);
  };

  useHotkeys(
    [
      ["mod+K", () => setPalette(!paletteOpened)],
      ...places.map((place, index): [string, () => void] => [
        `mod+${index + 1}`,
        () => void navigate({ to: place.to }),
      ]),
    ],
    [],
  );
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), 1_500);
    return () => clearTimeout(timer);
  }, []);

  return (
    <div className={classes.frame}>
      <TopBar onSearch={() => setPalette(true)} />
      <OfflineBanner />
      <Rail />
      <main className={classes.main}>
        <Outlet />
      </main>
      {paletteUsed ? (
        <Suspense fallback={null}>
          <Palette opened={paletteOpened} onClose={() => setPalette(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
