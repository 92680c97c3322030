import { mkdir } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Application } from "./application";

/** Pictures of the screens, to be looked at. */
const pictures = "test-results/screens";

/** The usual window, and the least that is promised. */
const sizes = [
  { width: 1280, height: 800 },
  { width: 1024, height: 700 },
] as const;

/** A screen, and how it is reached from the one before. */
export type Screen = { name: string; reach: (page: Page) => Promise<void> };

/** Reaches each screen, in light and dark: nothing on it hinders a person, and none of it is cut off at either size. */
export function walkScreens(title: string, screens: readonly Screen[]): void {
  describe.each(["light", "dark"] as const)(`${title}, %s`, (scheme) => {
    let application: Application;
    beforeAll(async () => {
      await mkdir(pictures, { recursive: true });
      application = await Application.start(scheme);
      await application.page.emulateMedia({ reducedMotion: "reduce" });
    });
    afterAll(() => application.stop());

    it.each(screens)("$name has nothing that hinders a person", async ({ name, reach }) => {
      const { page } = application;
      await reach(page);
      for (const size of sizes) {
        await page.setViewportSize(size);
        const file = `${name.replaceAll(/\W+/g, "-")}-${scheme}-${size.width}`;
        await page.screenshot({ path: `${pictures}/${file}.png` });
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `cut off at ${size.width}`).toBe(0);
      }
      await page.setViewportSize(sizes[0]);
      expect(await application.seriousFindings()).toEqual([]);
    });

    it("went without an uncaught error", () => {
      expect(application.complaints).toEqual([]);
    });
  });
}
