// The built application in a window of its own, on a display of its own, with a home folder of its own.

import { mkdirSync, mkdtempSync, openSync, closeSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { Builder, Capabilities, Key } from "selenium-webdriver";

import { freePort, start, startDisplay, stop, until } from "./processes.mjs";
import { find, queryAll } from "./queries.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");

/** Where screenshots and logs go; git ignores the folder. */
export const ARTIFACTS = process.env.LENDINGOS_ARTIFACTS ?? join(ROOT, "artifacts");

/** The program under test: what `cargo xtask` built, unless the environment names another. */
export const APPLICATION = process.env.LENDINGOS_APPLICATION ?? join(TARGET, "release", "lendingos");

/** Another program on a book: writes to it, or holds it. */
export const PUBLISHER = join(TARGET, "debug", "publisher");

function homeEnvironment(folder, display) {
  const { WAYLAND_DISPLAY: _, LENDINGOS_BOOK: __, ...inherited } = process.env;
  return {
    ...inherited,
    DISPLAY: display,
    GDK_BACKEND: "x11",
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, ".config"),
    XDG_DATA_HOME: join(folder, ".local/share"),
    XDG_CACHE_HOME: join(folder, ".cache"),
    LANG: "C.UTF-8",
    TZ: "UTC",
    USER: "e2e",
    // There is no accessibility bus and no settings service under Xvfb; without these GTK waits for them.
    NO_AT_BRIDGE: "1",
    GSETTINGS_BACKEND: "memory",
    MESA_SHADER_CACHE_DISABLE: "true",
  };
}

/** Starts the application; `args` are its own, such as the path of a book. */
export async function openApplication({ folder, args = [], name = "window", application = APPLICATION }) {
  if (!existsSync(application)) throw new Error(`${application} is missing; build it with: cargo xtask bundle`);
  mkdirSync(ARTIFACTS, { recursive: true });
  const log = join(ARTIFACTS, `${name}.log`);
  const output = openSync(log, "w");
  const running = { folder, name, log, output };
  try {
    running.display = await startDisplay(output);
    await startDriver(running, application, args);
    return new Application(running);
  } catch (error) {
    await tearDown(running);
    throw error;
  }
}

async function startDriver(running, application, args) {
  const [port, nativePort] = [await freePort(), await freePort()];
  const options = { env: homeEnvironment(running.folder, running.display.name), output: running.output };
  running.server = start("tauri-driver", ["--port", String(port), "--native-port", String(nativePort)], options);
  const url = `http://127.0.0.1:${port}/`;
  await until(
    () => {
      if (running.server.startError) throw running.server.startError;
      return fetch(`${url}status`).then(
        (answer) => answer.ok,
        () => false,
      );
    },
    () => `tauri-driver did not answer; see ${running.log}`,
  );
  const capabilities = new Capabilities({ browserName: "wry", "tauri:options": { application, args } });
  running.driver = answering(await new Builder().usingServer(url).withCapabilities(capabilities).build());
}

const ANSWER_MS = 30_000;

// A driver that never answers must fail its story and not hang the run; the error says to which command.
function answering(driver) {
  const execute = driver.execute.bind(driver);
  driver.execute = (command) => {
    const late = new Error(`the driver did not answer to ${command.getName()} in ${ANSWER_MS} ms`);
    let timer;
    const silence = new Promise((_, reject) => (timer = setTimeout(reject, ANSWER_MS, late)));
    return Promise.race([execute(command), silence]).finally(() => clearTimeout(timer));
  };
  return driver;
}

async function tearDown({ driver, server, display, output }) {
  // A window that has crashed cannot say goodbye; its processes end below all the same.
  await driver?.quit().catch(() => {});
  await stop(server);
  await stop(display?.child);
  closeSync(output);
}

// A label may end in the star of a required field, or say that the field is optional.
function labelPattern(label) {
  if (label instanceof RegExp) return label;
  const literal = label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal}(\\s*\\*|\\s*\\(optional\\))?$`);
}

// The driver looks where an element is and clicks there a moment later: a notice may have slid over it by then.
const AWAIT_CLICK = `
  window.clickTakenBy = "nothing";
  const element = arguments[0];
  const note = (event) => {
    window.clickTakenBy = event.composedPath().includes(element) ? "" : event.target.outerHTML.slice(0, 200);
  };
  window.addEventListener("click", note, { capture: true, once: true });`;
const CLICK_TAKEN_BY = "return arguments[0].isConnected ? window.clickTakenBy : ''";

class ClickTaken extends Error {
  name = "ClickTaken";

  constructor(wanted, takenBy) {
    super(`the click on ${wanted} was taken by ${takenBy}`);
  }
}

/** One running window. Queries wait; every one fails with what the window shows. */
export class Application {
  #running;
  #shots = 0;

  constructor(running) {
    this.#running = running;
    this.driver = running.driver;
  }

  /** `role` may be a list, when any of them will do. */
  byRole(role, name, { within, timeoutMs, first, ...options } = {}) {
    const args = name === undefined ? [role, options] : [role, { name, ...options }];
    return find(this.driver, "Role", args, { within, timeoutMs, first });
  }

  byLabel(label, { within, timeoutMs, ...options } = {}) {
    return find(this.driver, "LabelText", [labelPattern(label), options], { within, timeoutMs });
  }

  byText(text, { within, timeoutMs, ...options } = {}) {
    return find(this.driver, "Text", [text, options], { within, timeoutMs });
  }

  allByRole(role, name, { within, ...options } = {}) {
    const args = name === undefined ? [role, options] : [role, { name, ...options }];
    return queryAll(this.driver, "Role", args, within);
  }

  allByText(text, { within } = {}) {
    return queryAll(this.driver, "Text", [text], within);
  }

  /** Clicks as soon as the element is there and takes clicks; again, when something that slid over it took the click. */
  async click(role, name, options) {
    await this.#persist(async () => {
      const element = await this.byRole(role, name, options);
      await this.driver.executeScript(AWAIT_CLICK, element);
      await element.click();
      const takenBy = await this.#clickTakenBy(element);
      if (takenBy) throw new ClickTaken(name, takenBy);
    });
  }

  /** Waits until nothing of that role is left. */
  async gone(role, name, timeoutMs) {
    await until(
      async () => (await this.allByRole(role, name)).length === 0,
      async () => `${role} is still there; the window shows:\n${await this.text()}`,
      timeoutMs,
    );
  }

  /** Replaces what a field holds, by typing. */
  async fill(label, value, options) {
    await this.#persist(async () => {
      const field = await this.byLabel(label, options);
      await field.click();
      // Separate calls: WebKitWebDriver keeps a modifier pressed until the end of one.
      await field.sendKeys(Key.chord(Key.CONTROL, "a"));
      await field.sendKeys(Key.BACK_SPACE);
      await field.sendKeys(value);
    });
  }

  /** Picks an option of a drop-down field. */
  async choose(label, option, options) {
    await this.#persist(async () => (await this.byLabel(label, options)).click());
    await this.click("option", option);
  }

  /** Picks an option of a field that the system draws, by typing its text as a person can. */
  async selectNative(label, option) {
    const select = await this.byLabel(label);
    const options = await this.texts(await select.findElements({ css: "option" }));
    const text = options.find((each) => option.test(each));
    if (text === undefined) throw new Error(`${label} has no option like ${option}, only ${options.join(", ")}`);
    await select.sendKeys(text);
  }

  /** Waits until a field is marked as wrong and says why. */
  async hasError(label, options) {
    const reason = `
      const field = arguments[0];
      if (field.getAttribute("aria-invalid") !== "true") return "";
      const ids = (field.getAttribute("aria-describedby") ?? "") + " " + (field.getAttribute("aria-errormessage") ?? "");
      return ids.split(/\\s+/).filter(Boolean).map((id) => document.getElementById(id)?.innerText ?? "").join(" ").trim();`;
    return until(
      () => this.#ofField(reason, label, options),
      async () => `${label} is not marked as wrong; the window shows:\n${await this.text()}`,
    );
  }

  /** The text of every cell, row by row, of a table's body. */
  async tableRows(table) {
    return this.driver.executeScript(
      `return [...arguments[0].querySelectorAll("tbody tr, [role=rowgroup] [role=row]")]
         .map((row) => [...row.querySelectorAll("th, td, [role=cell], [role=gridcell], [role=rowheader]")].map((cell) => cell.innerText.trim()))`,
      table,
    );
  }

  /** Waits until a field is no longer marked as wrong. */
  async hasNoError(label, options) {
    const right = "return arguments[0].getAttribute('aria-invalid') !== 'true'";
    return until(
      () => this.#ofField(right, label, options),
      () => `${label} is still marked as wrong`,
    );
  }

  /** The text of each of these elements, as it is shown. */
  texts(elements) {
    // One argument each: elements inside a list do not reach the page as elements.
    return this.driver.executeScript("return [...arguments].map((element) => element.innerText.trim())", ...elements);
  }

  /** Calls a command over the window's own bridge and returns what it answers, be it an error. */
  call(name, input) {
    return this.driver.executeAsyncScript(
      `const [name, input, done] = arguments;
       window.__TAURI_INTERNALS__.invoke("call", { name, input, commandId: null }).then(done, done);`,
      name,
      input,
    );
  }

  /** All the text in the window. */
  text() {
    return this.driver.executeScript("return document.body.innerText");
  }

  /** Waits until the window's text matches. */
  async shows(pattern, timeoutMs) {
    const matches = (text) => (pattern instanceof RegExp ? pattern.test(text) : text.includes(pattern));
    await until(
      async () => matches(await this.text()),
      async () => `the window never showed ${pattern}; it shows:\n${await this.text()}`,
      timeoutMs,
    );
  }

  /** Waits until the window's text does not have this any more. */
  async notShows(text, timeoutMs) {
    await until(
      async () => !(await this.text()).includes(text),
      () => `the window still shows ${text}`,
      timeoutMs,
    );
  }

  /** Writes `artifacts/<story>-<number>-<what>.png` and returns its path. */
  async screenshot(what) {
    const number = String(++this.#shots).padStart(2, "0");
    const path = join(ARTIFACTS, `${this.#running.name}-${number}-${what}.png`);
    // What was changed a moment ago is drawn in the next frame.
    await this.driver.executeAsyncScript(
      "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))",
    );
    writeFileSync(path, await this.driver.takeScreenshot(), "base64");
    return path;
  }

  async close() {
    await tearDown(this.#running);
  }

  #ofField(script, label, options) {
    return this.#persist(async () => this.driver.executeScript(script, await this.byLabel(label, options)));
  }

  async #clickTakenBy(element) {
    try {
      return await this.driver.executeScript(CLICK_TAKEN_BY, element);
    } catch (error) {
      // The click did so much that the element is gone.
      if (error.name === "StaleElementReferenceError" || error.name === "NoSuchElementError") return "";
      throw error;
    }
  }

  // A page that draws itself anew between the find and the click hides or replaces the element for a moment.
  async #persist(action) {
    // An unknown error, with no word of what it was, is how the driver answers to a key while the page is drawn.
    const passing = [
      "StaleElementReferenceError",
      "ElementNotInteractableError",
      "ElementClickInterceptedError",
      "WebDriverError",
      "ClickTaken",
    ];
    const deadline = performance.now() + 10_000;
    for (;;) {
      try {
        return await action();
      } catch (error) {
        if (!passing.includes(error.name) || performance.now() > deadline) throw error;
        await new Promise((done) => setTimeout(done, 100));
      }
    }
  }
}

/** A folder for one story, its home and its books, that is gone when the story ends. */
export async function withFolder(story) {
  const folder = mkdtempSync(join(tmpdir(), "lendingos-e2e-"));
  try {
    return await story(folder);
  } finally {
    discard(folder);
  }
}

function discard(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 200 });
  } catch (error) {
    // A helper of the web view may still write to its cache; the system clears what is left of a temporary folder.
    if (error.code !== "ENOTEMPTY") throw error;
  }
}

/** Runs `story(application, folder)`; a failure leaves a screenshot of what the window showed. */
export async function withApplication({ folder, ...options }, story) {
  if (!folder) return withFolder((made) => withApplication({ folder: made, ...options }, story));
  const application = await openApplication({ folder, ...options });
  try {
    return await story(application, folder);
  } catch (error) {
    await application.screenshot("failure").catch(() => {});
    throw error;
  } finally {
    await application.close();
  }
}
