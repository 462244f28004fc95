import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';

/**
 * Answers a way to hear early that something changes in folders; a hint only, for shares often say nothing.
 *
 * @param onHint called for every change
 */
export function createFolderHints(onHint: () => void) {
  const watchers = new Map<string, FSWatcher>();

  function close(path: string): void {
    watchers.get(path)?.close();
    watchers.delete(path);
  }

  return {
    /** Listens to these folders and no others; those that are not there are tried again with the next call. */
    follow: (paths: readonly string[]): void => {
      for (const path of watchers.keys()) if (!paths.includes(path)) close(path);
      for (const path of paths) {
        if (watchers.has(path)) continue;
        try {
          const watcher = watch(path, { persistent: false }, onHint);
          watcher.on('error', () => close(path));
          watchers.set(path, watcher);
        } catch {
          // Looking at times finds everything, only later.
        }
      }
    },
    close: (): void => {
      for (const path of watchers.keys()) close(path);
    },
  };
}
