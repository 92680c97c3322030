import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  // Relative addresses: the page is served from a custom protocol, whose root differs by operating system.
  base: "./",
  build: {
    target: ["safari16.4", "chrome111"],
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // A font or an image is a file of its own, never a data: address inside the style sheet.
    assetsInlineLimit: 0,
  },
  // The guides that the window shows lie beside it.
  server: { port: 5173, strictPort: true, fs: { allow: [".", "../docs"] } },
  test: {
    environment: "jsdom",
    setupFiles: ["src/test/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    // A test waits for what it looks for; how long that takes on a busy machine is no failure.
    testTimeout: 30_000,
    maxWorkers: 1,
  },
});
