// A book on a PostgreSQL server: made and opened in the window, changed by a colleague, cut off and found again.

import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { connect, createServer } from "node:net";
import { once } from "node:events";
import { test } from "node:test";
import { promisify } from "node:util";

import { PUBLISHER, withApplication } from "../support/application.mjs";
import { until } from "../support/processes.mjs";
import * as steps from "../support/steps.mjs";

const SERVER = process.env.LENDINGOS_TEST_POSTGRES;
if (!SERVER) throw new Error("LENDINGOS_TEST_POSTGRES names no server; `cargo xtask test` starts one");
const server = new URL(SERVER);

/** The way to the server, which can be cut as a cable is. */
async function openCable() {
  const sessions = new Set();
  let cut = false;
  const cable = createServer((near) => {
    if (cut) return near.destroy();
    const far = connect(Number(server.port), server.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      sessions.add(one);
      one.on("error", () => {});
      one.on("close", () => {
        sessions.delete(one);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  cable.listen(0, "127.0.0.1");
  await once(cable, "listening");
  return {
    port: cable.address().port,
    cut() {
      cut = true;
      for (const session of sessions) session.destroy();
    },
    mend: () => (cut = false),
    close() {
      for (const session of sessions) session.destroy();
      cable.close();
    },
  };
}

function administer(sql) {
  execFileSync("psql", [`${SERVER}/postgres`, "--quiet", "--command", sql]);
}

/** A story on a database of its own, over a cable that can be cut. */
async function withServer(name, story) {
  const database = `lendingos_${randomUUID().replaceAll("-", "")}`;
  administer(`CREATE DATABASE ${database}`);
  const cable = await openCable();
  try {
    await withApplication({ name }, (app) => story(app, { database, cable }));
  } finally {
    cable.close();
    administer(`DROP DATABASE ${database} WITH (FORCE)`);
  }
}

async function typeServer(app, { database, port, user = server.username }) {
  await app.fill("Host", "127.0.0.1");
  await app.fill("Port", String(port));
  await app.fill("Database", database);
  await app.fill("User", user);
  await app.selectNative("Encryption", /None/);
}

async function createBook(app, place) {
  await app.byRole("heading", "Welcome to LendingOS");
  await app.click("button", "Create a book");
  await app.fill("Organization", "Harbor Private Lending");
  await app.fill("Owner", "Mara Lind");
  await (await app.byText("Shared server")).click();
  await typeServer(app, place);
  await app.screenshot("create");
  await app.click("button", "Create book");
  await app.byRole("heading", "Dashboard");
}

test("colleagues share a book, and an outage loses nothing", async () => {
  await withServer("shared-book", async (app, { database, cable }) => {
    await createBook(app, { database, port: cable.port });
    await app.click("link", "Loans");

    // A colleague funds a loan with another program; nobody reloads anything here.
    // Not waited for in a way that would stop the cable, which is this very process.
    await promisify(execFile)(PUBLISHER, [`${SERVER}/${database}`, "1"]);
    await app.shows("L-00001");
    await app.shows("Funded");
    await app.screenshot("colleague");

    cable.cut();
    await app.shows("Offline: the server cannot be reached");
    await app.screenshot("offline");
    await app.click(["link", "button"], "New loan", { first: true });
    await app.click("button", "New borrower");
    const dialog = await app.byRole("dialog");
    await app.fill("Name", "Ada Lovelace", { within: dialog });
    await app.click("button", "Create borrower", { within: dialog });
    await app.shows("does not answer");

    cable.mend();
    await app.notShows("Offline: the server cannot be reached");
    await app.click("button", "Create borrower");
    await app.gone("dialog");
    await app.byText("Ada Lovelace added to contacts");
    assert.equal((await app.call("person.list", {})).people.length, 2);
    assert.equal((await app.call("integrity.verify", {})).ok, true);
    await app.screenshot("online-again");
  });
});

test("of two windows that approve the same loan at once one does, and the other is told why not", async () => {
  await withServer("first-colleague", async (first, { database, cable }) => {
    await createBook(first, { database, port: cable.port });
    await steps.createLoan(first);
    await steps.walkToClosing(first, "Approve");
    const other = { name: "second-colleague", args: [`${SERVER}/${database}?sslmode=disable`] };
    await withApplication(other, async (second) => {
      const windows = [first, second];
      for (const app of windows) {
        await app.click("link", "Loans");
        await (await app.byText("L-00001")).click();
        await app.click("button", "Approve");
        await app.byRole("dialog");
      }
      await Promise.all(windows.map((app) => app.click("button", "Approve loan")));
      // The one who was second keeps the question, with the reason below it.
      const told = await Promise.all(windows.map((app) => toldOf(app)));
      assert.deepEqual(told.toSorted(), ["done", "refused"]);
      const refused = windows[told.indexOf("refused")];
      await refused.shows("Changed by somebody else");
      await refused.screenshot("refused");
      await refused.click("button", "Cancel");
      for (const app of windows) await app.byRole("button", "Start closing");
      await refused.screenshot("newest-state");
      const [{ loan_id: loanId }] = (await first.call("loan.list", {})).loans;
      const { events } = await first.call("event.history", { aggregate_id: loanId });
      assert.equal(events.filter((event) => event.payload.to === "approved").length, 1);
    });
  });
});

/** What became of a question: it closed, or it says why not. */
function toldOf(app) {
  return until(
    async () => {
      if ((await app.text()).includes("Changed by somebody else")) return "refused";
      return (await app.allByRole("dialog")).length === 0 ? "done" : null;
    },
    async () => `the question was neither answered nor refused; the window shows:\n${await app.text()}`,
  );
}

test("a server that refuses or is not there is said beside its field", async () => {
  await withServer("wrong-server", async (app, { database, cable }) => {
    await app.click("button", "Open a book");
    await (await app.byText("Shared server")).click();
    await typeServer(app, { database, port: 1 });
    await app.click("button", "Open book");
    await app.hasError("Host");
    await app.screenshot("unreachable");
    await app.fill("Port", String(cable.port));
    await app.fill("User", "nobody");
    await app.click("button", "Open book");
    // User and password are marked, and the reason stands once, below the second.
    await app.hasError("Password");
    await app.fill("User", server.username);
    await app.click("button", "Open book");
    await app.hasError("Database");
    await app.screenshot("no-book");
  });
});
