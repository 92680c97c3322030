import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type Axe from "axe-core";
import { type Browser, type Page, chromium } from "playwright-core";

const hostProgram = process.env["LENDINGOS_DEV_HOST"] ?? "../target/debug/lendingos-dev-host";
const browserProgram = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** The built UI in a browser, over the real command table and a folder of its own. */
export class Application {
  /** Errors of scripts that nothing caught. */
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    readonly folder: string,
    private readonly browser: Browser,
    private readonly host: ChildProcess,
  ) {}

  static async start(colorScheme: "light" | "dark"): Promise<Application> {
    const folder = await mkdtemp(join(tmpdir(), "lendingos-screens-"));
    const host = spawn(hostProgram, ["--ui", "dist", "--folder", folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (!host.stdout) throw new Error("the development host has no output");
    const lines = createInterface(host.stdout);
    const started = once(lines, "line").then(([line]) => String(line));
    const failed = once(host, "exit").then(([code]) =>
      Promise.reject(new Error(`the host ended with ${code}`)),
    );
    const address = await Promise.race([started, failed]);
    const browser = await chromium.launch({
      executablePath: browserProgram,
      args: ["--no-sandbox", "--disable-gpu"],
    });
    const page = await browser.newPage({
      colorScheme,
      locale: "en-US",
      viewport: { width: 1280, height: 800 },
    });
    page.setDefaultTimeout(10_000);
    const application = new Application(page, folder, browser, host);
    page.on("pageerror", (error) => application.complaints.push(error.message));
    // Files come from the disk, so that the host has only its commands to answer.
    await page.route("**/assets/*", (route) =>
      route.fulfill({ path: join("dist", new URL(route.request().url()).pathname) }),
    );
    // Calls go by a client that opens no connection ahead of need: an idle one of the browser's can hold up a call that
    // the host has accepted behind it. A page that has gone away does not want its answer.
    await page.route("**/call", (route) =>
      route
        .fetch()
        .then((response) => route.fulfill({ response }))
        .catch(() => undefined),
    );
    await page.goto(address);
    return application;
  }

  /** What axe finds on the screen as it is, serious or worse. */
  async seriousFindings(): Promise<string[]> {
    await this.settled();
    const found = await this.inspect();
    if (found.length === 0) return found;
    // A notice may have begun to fade meanwhile; what is wrong with the screen is wrong a moment later as well.
    await this.settled();
    return this.inspect();
  }

  private async inspect(): Promise<string[]> {
    const axe = await readFile("node_modules/axe-core/axe.min.js", "utf8");
    // The inspector's own world is not bound by the page's policy.
    await this.page.evaluate(axe);
    const violations = await this.page.evaluate(() => {
      const { axe: inspector } = window as unknown as { axe: typeof Axe };
      return inspector.run(document).then((results) => results.violations);
    });
    return violations
      .filter((violation) => violation.impact === "serious" || violation.impact === "critical")
      .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(" ")}`);
  }

  /** Waits until nothing fades or slides any more: a notice that is half gone has no colours to judge. */
  private async settled(): Promise<void> {
    await this.page.evaluate(async () => {
      const passing = document.getAnimations().filter((animation) => {
        const end = animation.effect?.getComputedTiming().endTime;
        return typeof end === "number" && Number.isFinite(end);
      });
      await Promise.allSettled(passing.map((animation) => animation.finished));
    });
  }

  async stop(): Promise<void> {
    await this.browser.close();
    if (this.host.exitCode === null) {
      const ended = once(this.host, "exit");
      this.host.kill();
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
