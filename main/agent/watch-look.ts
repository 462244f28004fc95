import { readdir } from 'node:fs/promises';
import type { Clock } from '../ports.ts';
import { isSame, look } from './seen-file.ts';
import type { Seen } from './seen-file.ts';
import type { SeenFile } from './watch-journal.ts';
import { isPassingName, isSidecarName, sidecarNames, sidecarOwner } from './watch-names.ts';
import { fileProblemOf } from './watch-problem.ts';
import type { WatchFolder } from './watch-settings.ts';

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
  /** Files that are still being written, are empty, have no sidecar yet or no document, or cannot be looked at. */
  readonly waiting: number;
  /** Why a file cannot be looked at; null: all can. */
  readonly problem: string | null;
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
   */
  return async (
    { folder, recipients }: WatchFolder,
    isKnown: (file: SeenFile) => boolean,
  ): Promise<FolderLook> => {
    const now = new Map<string, FirstSeen>();
    const nowMs = clock.nowMs();
    const isSettled = ({ file }: { readonly file: SeenFile }): boolean => {
      const last = before.get(file.name);
      // A clock that was set back must not keep a file waiting for ever.
      const same = last && isSame(last.file, file) && last.sinceMs <= nowMs ? last : { file, sinceMs: nowMs };
      now.set(file.name, same);
      return file.sizeBytes > 0 && nowMs - same.sinceMs >= settleMs;
    };

    const { names, unreadable } = await namesIn(folder);
    const present = new Set(names);
    const ready: ReadyDocument[] = [];
    let waiting = unreadable.length;
    let problem = unreadable[0]
      ? `The name "${unreadable[0]}" is not UTF-8 text; the file is not sent until it is renamed.`
      : null;
    for (const name of names) {
      const role = recipients === 'sidecar' ? roleOf(name, present) : 'document';
      if (role === 'sidecar') continue;
      try {
        const seen = await look(folder, name);
        if (!('file' in seen) || isKnown(seen.file)) continue;
        if (role === 'alone') {
          waiting += 1;
          continue;
        }
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
      } catch (error) {
        waiting += 1;
        problem ??= fileProblemOf(error, name, 'read');
      }
    }
    before = now;
    return { ready, waiting, problem };
  };
}

/** Answers how many files lie in a folder that are documents, or may become some; sidecars of others do not count. */
export async function countDocuments({
  folder,
  recipients,
}: Pick<WatchFolder, 'folder' | 'recipients'>): Promise<number> {
  const { names, unreadable } = await namesIn(folder);
  const present = new Set(names);
  let count = unreadable.length;
  for (const name of names) {
    if (recipients === 'sidecar' && roleOf(name, present) === 'sidecar') continue;
    // What cannot be looked at is a file all the same.
    const seen = await look(folder, name).catch(() => null);
    if (!seen || 'file' in seen) count += 1;
  }
  return count;
}

/** Names come as bytes on Linux; what is not UTF-8 among them could not be opened under the name that it decodes to. */
async function namesIn(folder: string) {
  const names: string[] = [];
  const unreadable: string[] = [];
  for (const bytes of await readdir(folder, { encoding: 'buffer' })) {
    const name = bytes.toString();
    if (isPassingName(name)) continue;
    (Buffer.from(name).equals(bytes) ? names : unreadable).push(name);
  }
  return { names: names.toSorted(), unreadable: unreadable.toSorted() };
}

/** Answers what a file is where sidecars are looked for; `alone`: it waits for its document, or is one that waits for its sidecar. */
function roleOf(name: string, present: ReadonlySet<string>): 'document' | 'sidecar' | 'alone' {
  if (!isSidecarName(name)) return 'document';
  if (present.has(sidecarOwner(name))) return 'sidecar';
  // A table may be a document too: `data.csv` with `data.csv.json` beside it.
  return sidecarNames(name).some((beside) => present.has(beside)) ? 'document' : 'alone';
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
