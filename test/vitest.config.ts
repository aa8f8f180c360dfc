import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/engines/setup.ts"],
    // Processes are started by the hundred; a slow machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
