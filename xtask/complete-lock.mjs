// Adds to lock files the packages of other platforms that the registry at hand does not serve.
//
// Native tools name one optional package per platform. A mirror that holds only the packages of its own platform leaves
// npm unable to write the others into the lock, and `npm ci` then refuses the lock everywhere. Their names and exact
// versions are known from the tool itself; the hash is the only thing that is missing, so that npm fetches them by
// version on the platforms that need them.

import { readFileSync, writeFileSync } from "node:fs";

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const PROCESSORS = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];
const FIELDS = ["version", "cpu", "dev", "libc", "optional", "os"];

/** The platform that a package's name tells, as the fields of its own `package.json` would. */
function platform(name) {
  const parts = name.split(/[-/]/);
  const system = SYSTEMS.find((each) => parts.includes(each));
  const processor = PROCESSORS.find((each) => parts.includes(each));
  const library = parts.includes("musl") ? "musl" : parts.includes("gnu") ? "glibc" : undefined;
  return {
    ...(processor && { cpu: [processor] }),
    ...(system === "linux" && library && { libc: [library] }),
    ...(system && { os: [system] }),
  };
}

function complete(lock) {
  const added = [];
  for (const entry of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`;
      // A package that tells no platform is missing for another reason, and a range is no version.
      const isExact = /^\d+\.\d+\.\d+/.test(version);
      if (lock.packages[path] || !isExact || Object.keys(platform(name)).length === 0) continue;
      const fields = { version, ...platform(name), ...(entry.dev && { dev: true }), optional: true };
      // npm writes the fields in this order; another one would change with its next visit.
      lock.packages[path] = Object.fromEntries(FIELDS.filter((key) => key in fields).map((key) => [key, fields[key]]));
      added.push(name);
    }
  }
  const [own, ...others] = Object.entries(lock.packages);
  lock.packages = Object.fromEntries([own, ...others.sort(([a], [b]) => a.localeCompare(b, "en"))]);
  return added;
}

for (const file of process.argv.slice(2)) {
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const added = complete(lock);
  if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${file}: ${added.length} packages of other platforms added`);
}
