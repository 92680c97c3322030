// Finds elements as a person does: by role and name, by label, by text. The queries are those of the UI's own tests.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { until } from "./processes.mjs";

const library = dirname(createRequire(import.meta.url).resolve("@testing-library/dom"));
const SOURCE = readFileSync(join(library, "@testing-library", "dom.umd.min.js"), "utf8");

// Regular expressions do not survive JSON, so they cross as their parts.
const packed = (value) => {
  if (value instanceof RegExp) return { regex: value.source, flags: value.flags };
  if (Array.isArray(value)) return value.map(packed);
  if (value && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, packed(inner)]));
  return value;
};

const FIND = `
  if (!globalThis.TestingLibraryDom) return "absent";
  const unpack = (value) =>
    value && value.regex !== undefined ? new RegExp(value.regex, value.flags)
    : Array.isArray(value) ? value.map(unpack)
    : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, unpack(v)]))
    : value;
  const [query, args, within] = arguments;
  const root = within || document.body;
  const [wanted, ...options] = unpack(args);
  // Several roles may do, as a table may also be a grid.
  const one = (each) => TestingLibraryDom["queryAllBy" + query](root, each, ...options);
  return Array.isArray(wanted) ? wanted.flatMap(one) : one(wanted);
`;

async function findNow(driver, query, args, within) {
  const parameters = [query, packed(args), within ?? null];
  const found = await driver.executeScript(FIND, ...parameters);
  if (found !== "absent") return found;
  // A page that has just been loaded has lost the library.
  await driver.executeScript(SOURCE);
  return driver.executeScript(FIND, ...parameters);
}

/** All that match at this moment, perhaps none. */
export async function queryAll(driver, query, args, within) {
  try {
    return await findNow(driver, query, args, within);
  } catch (error) {
    // The page was replaced in the middle of the question: nothing of it is there any more.
    if (error.name === "StaleElementReferenceError" || error.name === "NoSuchElementError") return [];
    throw error;
  }
}

/** The only match, as soon as there is one; with `first`, the first of several. */
export async function find(driver, query, args, { within, timeoutMs, first = false }) {
  const wanted = `${query} ${args.map((arg) => (arg instanceof RegExp ? arg : JSON.stringify(packed(arg)))).join(" ")}`;
  let count = 0;
  const one = async () => {
    const found = await queryAll(driver, query, args, within);
    count = found.length;
    return (found.length === 1 || (first && found.length > 0)) && found[0];
  };
  const describe = async () => {
    const text = await driver.executeScript("return document.body.innerText");
    return `expected one element by ${wanted}, found ${count}. The window shows:\n${text}`;
  };
  return until(one, describe, timeoutMs);
}
