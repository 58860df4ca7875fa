import { type FileSystem, nodeFileSystem } from '../../src/host/file-system.ts';

/**
 * The file system until call number `at`, counted from one; then `die` is called instead, for that call and all that
 * follow. A `torn` one does half of a write before it dies. Flushing to the disk is counted but not done: a process that is
 * killed leaves behind what it wrote.
 */
export function dyingFileSystem(at: number, die: () => unknown, torn = false): { readonly io: FileSystem; readonly count: () => number } {
  let calls = 0;
  const wrapped = Object.keys(nodeFileSystem).flatMap((name) => {
    const real = nodeFileSystem[name as keyof FileSystem] as unknown;
    if (typeof real !== 'function') return [];
    const call = (...args: unknown[]): unknown => {
      calls += 1;
      if (calls < at) return name === 'fsyncSync' ? undefined : real(...args);
      const [target, bytes] = args;
      if (torn && calls === at && name === 'writeFileSync')
        real(target, (bytes as Buffer | string).slice(0, bytes ? (bytes as string).length / 2 : 0));
      return die();
    };
    return [[name, call] as const];
  });
  return { io: Object.fromEntries(wrapped) as unknown as FileSystem, count: () => calls };
}
