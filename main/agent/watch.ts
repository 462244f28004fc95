import { realpath } from 'node:fs/promises';
import { AppError, errorCatalog, toFailure } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { WatchResult } from '../../shared/watch.ts';
import type { Clock, Log } from '../ports.ts';
import type { AgentCall } from './agent-call.ts';
import { claimFolder, releaseFolder } from './claim-folder.ts';
import { describeDocument } from './describe-document.ts';
import { assertApart } from './folders-apart.ts';
import { handOver } from './hand-over.ts';
import { hashOf, isSame, openSeen, submissionKeyOf } from './seen-file.ts';
import { assertWatchable } from './watchable-folder.ts';
import { endOf, freeTarget, moveSettled } from './settle-document.ts';
import { createFolderLook } from './watch-look.ts';
import type { ReadyDocument } from './watch-look.ts';
import { openWatchJournal } from './watch-journal.ts';
import type { SeenFile, WatchEntry, WatchMessage } from './watch-journal.ts';
import { fileProblemOf, problemOf } from './watch-problem.ts';
import { readWatchFolders, watchOwnerOf } from './watch-settings.ts';
import type { WatchFolder } from './watch-settings.ts';

/** Documents of one folder that are on their way at the same time; more of them wait in the folder. */
const maxOnTheWay = 1_000;
/** After a failure that has nothing to do with the document. */
const tryAgainMs = 60_000;

/** What is wrong with the document itself or with where it should go: it is moved away with a note. */
const documentCodes = new Set<ErrorCode>([
  'invalid-request',
  'recipient-rejected',
  'message-rejected',
  'message-too-large',
  'no-account-for-records',
  'account-not-found',
  'account-invalid',
  'account-disabled',
]);

/** The recipients are part of the key: only the words can differ. */
const handedOverBefore = [
  'Not sent.',
  'This very file was sent to the same people before, with another subject, text or name; the outbox has that message.',
  'To send it again, save it anew, so that it has another time, and put it in again.',
];

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
  /** The document that was at its end last; null: none since the agent started. */
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
  const looks = new Map<string, ReturnType<typeof createFolderLook>>();
  /** Of entries that did not come further: when they are tried again, and why not before. */
  const stuck = new Map<string, { readonly notBeforeMs: number; readonly problem: string }>();
  const results = new Map<string, WatchResult>();
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

  /** Notes a document with its message; null: it changed under our eyes. */
  async function take(
    folder: WatchFolder,
    { document, sidecar, isLink }: ReadyDocument,
  ): Promise<WatchEntry | null> {
    const base = { version: 1, folder: folder.folder, document, sidecar } as const;
    const refuse = (reason: string) =>
      settled({ ...base, key: submissionKeyOf(folder.folder, document, 'refused') }, 'failed', [
        'Not sent.',
        reason,
      ]);
    if (isLink) return refuse('It is a link; only files in the folder itself are sent.');
    const handle = await openSeen(folder.folder, document);
    if (!handle) return null;
    try {
      const message = await describeDocument(folder, document, sidecar);
      const key = keyOf({ folder: folder.folder, document, sidecar }, await hashOf(handle), message);
      return { ...base, key, stage: { kind: 'taken', message } };
    } catch (error) {
      if (error instanceof AppError && error.code === 'invalid-request') return refuse(error.message);
      if (error instanceof AppError && error.code === 'deferred') return null;
      throw error;
    } finally {
      await handle.close();
    }
  }

  async function settled(
    entry: Omit<WatchEntry, 'stage'>,
    outcome: 'sent' | 'failed',
    lines: readonly string[],
  ): Promise<WatchEntry> {
    const target = await freeTarget(entry, outcome);
    const { name } = entry.document;
    const renamed = target === name ? [] : [`It came as "${name}".`];
    const note = [...lines, ...renamed, new Date(clock.nowMs()).toISOString()].join('\n');
    return { ...entry, stage: { kind: 'settled', outcome, target, note } };
  }

  /** Answers what the entry is next; null: it is at its end; the entry itself: it has to wait. */
  async function next(entry: WatchEntry): Promise<WatchEntry | null> {
    const { stage } = entry;
    if (stage.kind === 'settled') {
      await moveSettled(entry, stage);
      const { outcome } = stage;
      results.set(entry.folder, { file: entry.document.name, outcome, timeMs: clock.nowMs() });
      return null;
    }
    if (stage.kind === 'submitted') {
      const end = await endOfItem(stage.itemId);
      return end ? settled(entry, end.outcome, end.lines) : entry;
    }
    const handle = await openSeen(entry.folder, entry.document);
    // Somebody took it away or wrote it anew; what the outbox has of it is on its way.
    if (!handle) {
      // A share that is not there looks like an empty folder.
      await assertWatchable(entry.folder);
      return null;
    }
    try {
      const sha256 = await hashOf(handle);
      if (keyOf(entry, sha256, stage.message) !== entry.key) return null;
      const { key } = entry;
      const { itemId } = await handOver(call, { key, message: stage.message, handle, sha256 });
      log('watch-handed-over', { itemId });
      return { ...entry, stage: { kind: 'submitted', itemId } };
    } catch (error) {
      const { code, message, field } = toFailure(error);
      if (!documentCodes.has(code)) throw error;
      if (field === 'submissionKey') return settled(entry, 'failed', handedOverBefore);
      return settled(entry, 'failed', ['Not sent.', message, `${errorCatalog[code].wayOut} (${code})`]);
    } finally {
      await handle.close();
    }
  }

  async function endOfItem(itemId: string) {
    try {
      return endOf(await call('outboxGet', { itemId }));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'item-not-found') throw error;
      const lines = [`It was handed over as message ${itemId}, which the outbox does not keep any more.`];
      return { outcome: 'failed' as const, lines };
    }
  }

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

function keyOf(
  { folder, document, sidecar }: Pick<WatchEntry, 'folder' | 'document' | 'sidecar'>,
  sha256: string,
  { to, cc, bcc }: WatchMessage,
): string {
  // Where the name of the file tells the recipients, it is in the key already.
  return submissionKeyOf(folder, document, sha256, sidecar ? [to, cc, bcc] : []);
}
