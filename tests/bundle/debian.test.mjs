// The Debian package: install it, start what it installed, remove it; a book is none of its business.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { withApplication, withFolder } from "../e2e/support/application.mjs";
import { createBook } from "../e2e/support/steps.mjs";

const PACKAGE_FILE = process.env.LENDINGOS_DEB;
const ELEVATION = (process.env.LENDINGOS_ELEVATION ?? "").split(" ").filter(Boolean);
const PROGRAM = "/usr/bin/lendingos";

function asRoot(...command) {
  const [program, ...args] = [...ELEVATION, ...command];
  return execFileSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

const apt = (...args) => asRoot("apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", ...args);

/** The hash of every file in a folder, by name; a book may have companions beside it. */
function fingerprints(folder) {
  const files = readdirSync(folder).filter((name) => name.includes(".lendingos"));
  return Object.fromEntries(
    files.map((name) => [name, createHash("sha256").update(readFileSync(join(folder, name))).digest("hex")]),
  );
}

let name;

before(() => {
  assert.ok(PACKAGE_FILE && existsSync(PACKAGE_FILE), "LENDINGOS_DEB names the package; run: cargo xtask test --only bundle");
  name = execFileSync("dpkg-deb", ["--field", PACKAGE_FILE, "Package"], { encoding: "utf8" }).trim();
});

after(() => {
  // A test that failed half way leaves no package behind.
  if (name && existsSync(PROGRAM)) apt("remove", "--yes", name);
});

test("the package describes itself", () => {
  const field = (wanted) => execFileSync("dpkg-deb", ["--field", PACKAGE_FILE, wanted], { encoding: "utf8" }).trim();
  assert.match(field("Version"), /^\d+\.\d+\.\d+$/);
  assert.match(field("Depends"), /libwebkit2gtk-4\.1-0/);
  assert.match(field("Description"), /loan/i);
});

test("installed, it starts; removed, it leaves the book as it was", async () => {
  apt("install", "--yes", "--no-install-recommends", "--reinstall", PACKAGE_FILE);
  assert.ok(statSync(PROGRAM).isFile());
  const listed = execFileSync("dpkg", ["--listfiles", name], { encoding: "utf8" }).split("\n");
  const desktop = listed.find((file) => file.endsWith(".desktop"));
  execFileSync("desktop-file-validate", ["--no-hints", desktop]);
  assert.match(readFileSync(desktop, "utf8"), /MimeType=application\/vnd\.lendingos\.book/);
  assert.ok(listed.some((file) => file.endsWith("/128x128/apps/lendingos.png")), "it has its icon");

  await withFolder(async (folder) => {
    await withApplication({ name: "installed", folder, application: PROGRAM }, async (app) => {
      await app.byRole("heading", "Welcome to LendingOS");
      await app.screenshot("first-screen");
      await createBook(app, folder);
    });
    const book = fingerprints(folder);
    assert.ok(Object.keys(book).length > 0);

    apt("remove", "--yes", name);
    assert.ok(!existsSync(PROGRAM), "the program is gone");
    assert.deepEqual(fingerprints(folder), book);
  });
});
