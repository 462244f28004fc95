import { mkdirSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Settings } from '../../shared/settings.ts';
import type { Clock, Log } from '../ports.ts';
import { needsComposedFile } from './outbox-store.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { Spool } from './spool.ts';

interface HousekeepingDeps {
  readonly store: OutboxStore;
  readonly spool: Spool;
  readonly messageFolder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: () => Pick<Settings, 'retentionDays' | 'keepDocumentsDays'>;
}

const dayMs = 86_400_000;
/** Removing files holds everything else up. */
const lookedAtAtOnce = 100;
const composedName = /^([A-Za-z0-9_-]{8,64})\.[0-9a-f]{16}\.eml(?:\..*)?$/;

/** How often history and documents are gone through. */
export const housekeepingEveryMs = dayMs;

/** Answers who tidies up behind the outbox: old history, composed files and documents that no item needs. */
export function createHousekeeping({ store, spool, messageFolder, clock, log, settings }: HousekeepingDeps) {
  const keptSince = () => {
    const nowMs = clock.nowMs();
    const { keepDocumentsDays } = settings();
    // What was given up can be sent again: there is a day for that at least.
    return {
      keptSinceMs: nowMs - keepDocumentsDays * dayMs,
      failedSinceMs: nowMs - Math.max(1, keepDocumentsDays) * dayMs,
    };
  };
  const wanted = (): ((sha256: string) => boolean) => {
    const { keptSinceMs, failedSinceMs } = keptSince();
    const uses = store.documentUses(failedSinceMs);
    const needed = new Set(
      uses
        .filter((use) => use.unfinishedItems > 0 || use.lastChangedAtMs > keptSinceMs)
        .map(({ sha256 }) => sha256),
    );
    return (sha256) => needed.has(sha256);
  };

  async function removeComposed(): Promise<number> {
    const names = await readdir(messageFolder);
    let gone = 0;
    while (names.length > 0) {
      for (const name of names.splice(0, lookedAtAtOnce)) {
        const itemId = composedName.exec(name)?.[1];
        if (itemId === undefined) continue;
        const item = store.find(itemId);
        const isWanted = item !== null && needsComposedFile(item) && item.composed?.fileName === name;
        // What is being composed at this moment is in nobody's books yet.
        if (isWanted || item?.state === 'sending') continue;
        rmSync(join(messageFolder, name), { force: true });
        gone += 1;
      }
      await setImmediate();
    }
    return gone;
  }

  return {
    /** Goes through everything; a failure is logged and waits for the next time. */
    run: async (): Promise<void> => {
      try {
        // Before anything else happens: the messages that were just begun are composed into it.
        mkdirSync(messageFolder, { recursive: true, mode: 0o700 });
        // The first time is a part of the start: whoever waits for that goes before.
        await setImmediate();
        const forgotten = store.forget(clock.nowMs() - settings().retentionDays * dayMs);
        const files = (await removeComposed()) + (await spool.sweep(wanted));
        log('outbox-tidied', { count: forgotten + files });
      } catch {
        log('outbox-not-tidied');
      }
    },

    /** Deletes documents at once where they are not kept for a resend. */
    afterItem: async (hashes: readonly string[]): Promise<void> => {
      if (hashes.length === 0 || settings().keepDocumentsDays > 0) return;
      const isWanted = (sha256: string) => {
        const { keptSinceMs, failedSinceMs } = keptSince();
        return store.needsDocument(sha256, failedSinceMs, keptSinceMs);
      };
      await spool.remove(hashes, isWanted).catch(() => {
        log('outbox-not-tidied');
      });
    },
  };
}
