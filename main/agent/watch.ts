import { realpath } from 'node:fs/promises';
import { toFailure } from '../../shared/errors.ts';
import type { WatchResult } from '../../shared/watch.ts';
import type { Clock, Log } from '../ports.ts';
import type { AgentCall } from './agent-call.ts';
import { claimFolder, releaseFolder } from './claim-folder.ts';
import { readAgentHealth } from './agent-health.ts';
import { createDocumentSteps } from './document-steps.ts';
import { assertApart } from './folders-apart.ts';
import { isSame } from './seen-file.ts';
import { assertWatchable } from './watchable-folder.ts';
import { createFolderLook } from './watch-look.ts';
import { openWatchJournal } from './watch-journal.ts';
import type { SeenFile, WatchEntry } from './watch-journal.ts';
import { fileProblemOf, problemOf } from './watch-problem.ts';
import { readWatchFolders, watchOwnerOf } from './watch-settings.ts';
import type { WatchFolder } from './watch-settings.ts';

/** Documents of one folder that are on their way at the same time; more of them wait in the folder. */
const maxOnTheWay = 1_000;
/** After a failure that has nothing to do with the document. */
const tryAgainMs = 60_000;

/** One watch folder, as the health line tells it. */
export interface WatchReport {
  readonly id: number;
  readonly folder: string;
  readonly state: 'watching' | 'unreachable';
  /** Files that are not whole, or that nobody can send yet. */
  readonly waiting: number;
  /** Documents whose message is not at its end. */
  readonly onTheWay: number;
  /** Why something did not work the last time; null: all is well. */
  readonly problem: string | null;
  /** The document that was at its end last; null: none is known. */
  readonly last: WatchResult | null;
}

interface Deps {
  readonly profileFolder: string;
  readonly call: AgentCall;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Opens the watch folders of a profile. A document goes from *taken* (noted with its message) over *submitted* (the outbox has
 * it) to *settled* (its end is known, it is to be moved); each step is on the disk before the next one, and doing one again
 * does no harm: the key of the message is made of folder, name, time, content and recipients.
 *
 * @throws {AppError} `profile-unreadable` — the list of what was handed over is damaged
 */
export async function openWatch({ profileFolder, call, clock, log }: Deps) {
  const journal = await openWatchJournal(profileFolder);
  const { take, next } = createDocumentSteps({ call, clock, log });
  const looks = new Map<string, ReturnType<typeof createFolderLook>>();
  /** Of entries that did not come further: when they are tried again, and why not before. */
  const stuck = new Map<string, { readonly notBeforeMs: number; readonly problem: string }>();
  const results = new Map<string, WatchResult>();
  // What the agent of before said last; it is for people only, and may be lost.
  for (const { folder, last } of (await readAgentHealth(profileFolder))?.watch ?? [])
    if (last) results.set(folder, last);
  let folders: readonly WatchFolder[] = [];
  let reports: readonly WatchReport[] = [];
  let settingsProblem: string | null = null;
  let owner = '';

  /** Made anew for each look: a folder may hold thousands. */
  const takenFrom = (folder: string): ((file: SeenFile) => boolean) => {
    const files = journal.list().flatMap((entry) => (entry.folder === folder ? entry.document : []));
    const names = Map.groupBy(files, ({ name }) => name);
    return (file) => names.get(file.name)?.some((each) => isSame(each, file)) ?? false;
  };
  const onTheWay = (folder: string) => journal.list().filter((entry) => entry.folder === folder).length;

  /** Brings an entry as far as it goes; answers why it did not. */
  async function advance(start: WatchEntry): Promise<string | null> {
    const before = stuck.get(start.key);
    if (before && before.notBeforeMs > clock.nowMs()) return before.problem;
    let entry = start;
    try {
      for (;;) {
        const then = await next(entry);
        if (then === entry || !then) stuck.delete(entry.key);
        if (then === entry) return null;
        if (!then) {
          if (entry.stage.kind === 'settled') {
            const { outcome } = entry.stage;
            results.set(entry.folder, { file: entry.document.name, outcome, timeMs: clock.nowMs() });
          }
          await journal.remove(entry.key);
          log('watch-ended', { stage: entry.stage.kind });
          return null;
        }
        await journal.put(then);
        log('watch-noted', { stage: then.stage.kind });
        entry = then;
      }
    } catch (error) {
      const { code } = toFailure(error);
      log('watch-failed', { code, stage: entry.stage.kind });
      const verb = entry.stage.kind === 'settled' ? 'moved' : 'read';
      const problem = fileProblemOf(error, entry.document.name, verb);
      stuck.set(entry.key, { notBeforeMs: clock.nowMs() + tryAgainMs, problem });
      return problem;
    }
  }

  /** @param earlier the folders before it on the list */
  async function lookAt(
    folder: WatchFolder,
    earlier: readonly WatchFolder[],
    stop: AbortSignal,
  ): Promise<WatchReport> {
    const { id, folder: path } = folder;
    let lookNow = looks.get(path);
    if (!lookNow) looks.set(path, (lookNow = createFolderLook(clock)));
    const about = () => ({ id, folder: path, onTheWay: onTheWay(path), last: results.get(path) ?? null });
    try {
      // The list may be older than the rule, and a folder may have been moved since.
      assertApart(
        path,
        await realpath(profileFolder),
        earlier.map((each) => each.folder),
      );
      await assertWatchable(path);
      await claimFolder(path, owner);
      const found = await lookNow(folder, takenFrom(path));
      let { waiting, problem } = found;
      for (const document of found.ready) {
        if (stop.aborted || onTheWay(path) >= maxOnTheWay) {
          waiting += 1;
          continue;
        }
        let entry: WatchEntry | null;
        try {
          entry = await take(folder, document);
        } catch (error) {
          // One file that nobody can read must not stop the others.
          log('watch-failed', { code: toFailure(error).code });
          waiting += 1;
          problem ??= fileProblemOf(error, document.document.name, 'read');
          continue;
        }
        if (!entry || journal.has(entry.key)) continue;
        await journal.put(entry);
        log('watch-noted', { stage: entry.stage.kind });
        const why = await advance(entry);
        problem ??= why;
      }
      return { ...about(), state: 'watching', waiting, problem };
    } catch (error) {
      return { ...about(), state: 'unreachable', waiting: 0, problem: problemOf(error) };
    }
  }

  return {
    /** What the last look found. */
    reports: (): readonly WatchReport[] => reports,
    /** Why the list of watch folders cannot be read; null: it can. */
    settingsProblem: (): string | null => settingsProblem,
    /** The folders to be looked at. */
    paths: (): readonly string[] => folders.map(({ folder }) => folder),
    /** Looks once at what is on its way and at all folders; stops between two documents. Never rejects. */
    look: async (stop: AbortSignal): Promise<void> => {
      try {
        const now = await readWatchFolders(profileFolder);
        if (now.length > 0) owner = await watchOwnerOf(profileFolder, clock);
        // A look that was under way while a folder was removed has claimed it again.
        for (const { folder } of folders)
          if (!now.some((each) => each.folder === folder)) await releaseFolder(folder, owner);
        folders = now;
        settingsProblem = null;
      } catch (error) {
        // The folders of before go on.
        settingsProblem = problemOf(error);
      }
      const problems = new Map<string, string>();
      for (const entry of journal.list()) {
        if (stop.aborted) return;
        const problem = await advance(entry);
        if (problem !== null && !problems.has(entry.folder)) problems.set(entry.folder, problem);
      }
      const found: WatchReport[] = [];
      for (const [index, folder] of folders.entries()) {
        if (stop.aborted) return;
        const report = await lookAt(folder, folders.slice(0, index), stop);
        found.push({ ...report, problem: report.problem ?? problems.get(folder.folder) ?? null });
      }
      reports = found;
    },
  };
}
