import { defineConfig } from "vitest/config";

/** The screens in a browser, over the development host. Needs `npm run build` and the host's program. */
export default defineConfig({
  test: {
    include: ["tests/screens/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
});
