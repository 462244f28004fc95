import { readdir } from 'node:fs/promises';
import type { Clock } from '../ports.ts';
import { isSame, look } from './seen-file.ts';
import type { Seen } from './seen-file.ts';
import type { SeenFile } from './watch-journal.ts';
import { isPassingName, isSidecarName, sidecarNames } from './watch-names.ts';
import type { WatchFolder } from './watch-settings.ts';
import { assertWatchable } from './watchable-folder.ts';

/** A file counts as written when nothing about it has changed for so long, in two looks at least. */
export const settleMs = 2_000;

/** A document that is there whole, with the file that tells about it. */
export interface ReadyDocument {
  readonly document: SeenFile;
  readonly sidecar: SeenFile | null;
  /** A link may lead anywhere. */
  readonly isLink: boolean;
}

/** What a look at a folder found. */
export interface FolderLook {
  readonly ready: readonly ReadyDocument[];
  /** Files that are still being written, are empty, or have no sidecar yet. */
  readonly waiting: number;
}

interface FirstSeen {
  readonly file: SeenFile;
  readonly sinceMs: number;
}

/** Answers a way to look at one folder that remembers what it saw the last time. */
export function createFolderLook(clock: Pick<Clock, 'nowMs'>) {
  let before = new Map<string, FirstSeen>();

  /**
   * @param isKnown says whether a document was taken before
   * @throws the system's error where the folder cannot be read
   * @throws {AppError} `deferred` — it is not there
   */
  return async (
    { folder, recipients }: WatchFolder,
    isKnown: (file: SeenFile) => boolean,
  ): Promise<FolderLook> => {
    await assertWatchable(folder);
    const now = new Map<string, FirstSeen>();
    const nowMs = clock.nowMs();
    const isSettled = ({ file }: { readonly file: SeenFile }): boolean => {
      const last = before.get(file.name);
      // A clock that was set back must not keep a file waiting for ever.
      const same = last && isSame(last.file, file) && last.sinceMs <= nowMs ? last : { file, sinceMs: nowMs };
      now.set(file.name, same);
      return file.sizeBytes > 0 && nowMs - same.sinceMs >= settleMs;
    };

    const names = (await readdir(folder)).filter((name) => !isPassingName(name)).toSorted();
    const present = new Set(names);
    const ready: ReadyDocument[] = [];
    let waiting = 0;
    for (const name of names) {
      if (recipients === 'sidecar' && isSidecarName(name)) continue;
      const seen = await look(folder, name);
      if (!('file' in seen) || isKnown(seen.file)) continue;
      if (seen.kind === 'link') {
        ready.push({ document: seen.file, sidecar: null, isLink: true });
        continue;
      }
      const settled = isSettled(seen);
      const sidecar = recipients === 'sidecar' ? await sidecarOf(folder, name, present) : null;
      const sidecarSettled = recipients !== 'sidecar' || (sidecar !== null && isSettled(sidecar));
      if (settled && sidecarSettled)
        ready.push({ document: seen.file, sidecar: sidecar?.file ?? null, isLink: false });
      else waiting += 1;
    }
    before = now;
    return { ready, waiting };
  };
}

async function sidecarOf(
  folder: string,
  name: string,
  present: ReadonlySet<string>,
): Promise<Extract<Seen, { file: SeenFile }> | null> {
  for (const beside of sidecarNames(name).filter((each) => present.has(each))) {
    const seen = await look(folder, beside);
    // A link would have its target read: it is no sidecar, and the document waits for one.
    if (seen.kind === 'file') return seen;
  }
  return null;
}
