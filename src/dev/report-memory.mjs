// Loaded before the server by the bench: answers each message of the bench with the memory that is in use after garbage was collected.
process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ used: (heapUsed + external) / 2 ** 20, resident: rss / 2 ** 20 });
});
process.channel?.unref();
