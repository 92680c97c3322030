// Child processes that end with the test, whatever happens to it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

const started = new Set();

process.on("exit", () => {
  // Not SIGKILL: tauri-driver takes the native driver down with it only when it is asked politely.
  for (const child of started) child.kill("SIGTERM");
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

/** Starts a program; its output goes to `output`, a file descriptor. */
export function start(program, args, { env, output, extraPipe = false }) {
  const stdio = ["ignore", output, output, ...(extraPipe ? ["pipe"] : [])];
  const child = spawn(program, args, { env, stdio });
  started.add(child);
  child.once("exit", () => started.delete(child));
  child.once("error", (error) => {
    started.delete(child);
    child.startError = new Error(`${program} cannot be started: ${error.message}`);
  });
  return child;
}

/** Ends a child and waits until it is gone. */
export async function stop(child) {
  if (!child || child.exitCode !== null || child.signalCode !== null || child.startError) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  const killer = setTimeout(() => child.kill("SIGKILL"), 3_000);
  await gone;
  clearTimeout(killer);
}

/** Waits until a child has written a line with this text; its output has to be a pipe. */
export async function says(child, text) {
  for await (const line of createInterface(child.stdout)) if (line.includes(text)) return;
  throw new Error(`the process ended without saying ${text}`);
}

/** A port of the loopback interface that nobody listens on. */
export async function freePort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Asks `probe` until it answers with something true, or fails with `describe()` after `timeoutMs`. */
export async function until(probe, describe, timeoutMs = 15_000) {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await probe();
    if (answer) return answer;
    if (performance.now() > deadline) throw new Error(await describe());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts a display of its own and returns the process and its name, such as `:7`. */
export async function startDisplay(output) {
  // Xvfb picks a free number itself and writes it to descriptor 3 when it is ready.
  const args = ["-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"];
  const child = start("Xvfb", args, { env: process.env, output, extraPipe: true });
  let number = "";
  child.stdio[3]?.on("data", (data) => (number += data));
  await until(
    () => {
      if (child.startError) throw child.startError;
      if (child.exitCode !== null) throw new Error(`Xvfb ended at once with status ${child.exitCode}`);
      return number.endsWith("\n");
    },
    () => "Xvfb did not become ready",
  );
  return { child, name: `:${number.trim()}` };
}
