import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/postgres/**', 'test/vscode/**', 'test/fixtures/**'],
    // Generous, because tests share the machine with each other; nothing is asserted about time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
