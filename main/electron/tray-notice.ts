import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Answers what tells the person, once in the life of a profile, that the app goes on in the tray when its window is closed.
 *
 * @param folder the shell's own folder in the profile
 */
export function createTrayNotice(folder: string, tell: () => void): () => void {
  const mark = join(folder, 'told-of-tray');
  return () => {
    if (existsSync(mark)) return;
    try {
      writeFileSync(mark, '', { mode: 0o600 });
    } catch {
      // It is said again another time.
    }
    tell();
  };
}
