import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [
    {
      // Query files are text, as the bundler makes them.
      name: 'scm-as-text',
      transform: (code, id) => (id.endsWith('.scm') ? { code: `export default ${JSON.stringify(code)};`, map: null } : undefined),
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/postgres/**', 'test/fixtures/**'],
    // Generous, because tests share the machine with each other; nothing is asserted about time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
