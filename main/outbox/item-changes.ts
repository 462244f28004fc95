import { join } from 'node:path';
import type { OutboxItem } from '../../shared/message.ts';
import type { Clock, Log } from '../ports.ts';
import { removeFile } from '../whole-file.ts';
import { isFinal, publicItem } from './outbox-item.ts';
import type { OutboxEvent, OutboxEventKind, StoredItem } from './outbox-item.ts';
import { needsComposedFile } from './outbox-store.ts';
import type { ItemFilter, OutboxStore } from './outbox-store.ts';

interface ItemChangesDeps {
  readonly store: OutboxStore;
  readonly messageFolder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Items that changed, as they are now. */
  readonly onChanged: (items: readonly OutboxItem[]) => void;
  /** An item is over; these are the hashes of its documents. */
  readonly onOver: (hashes: readonly string[]) => Promise<void>;
}

/** What happens within a try, and nobody outside sees. */
const unseen: ReadonlySet<OutboxEventKind> = new Set(['composed', 'ending', 'not-taken']);

/** Changes to items that everybody hears of. */
export type ItemChanges = ReturnType<typeof createItemChanges>;

/** Answers the way in which items change: on disk first, then told, then tidied up behind. */
export function createItemChanges(deps: ItemChangesDeps) {
  const { store, clock, log } = deps;
  // Begins with the time, so that it also grows from one start of the app to the next.
  let version = clock.nowMs();
  let listener: () => void = () => {};

  const tidying = new Map<string, Promise<void>>();
  const later = (itemId: string, task: Promise<void>) => {
    const done = Promise.all([tidying.get(itemId), task])
      .then(() => undefined)
      .catch(() => log('outbox-not-tidied'))
      .finally(() => {
        if (tidying.get(itemId) === done) tidying.delete(itemId);
      });
    tidying.set(itemId, done);
  };

  const tidyUp = (item: StoredItem) => {
    if (item.composed && !needsComposedFile(item)) {
      later(item.itemId, removeFile(join(deps.messageFolder, item.composed.fileName)));
    }
    if (isFinal(item.state)) later(item.itemId, deps.onOver(item.documents.map(({ sha256 }) => sha256)));
  };

  /** Tells of items that are on disk already. */
  const announce = (items: readonly StoredItem[]): void => {
    if (items.length === 0) return;
    version += 1;
    try {
      deps.onChanged(items.map(publicItem));
    } catch {
      // It is on disk and true; whoever could not take it must not keep the next message from going out.
      log('outbox-not-announced', { count: items.length });
    }
    items.forEach(tidyUp);
    listener();
  };

  return {
    announce,
    version: () => version,
    /** Resolves when the files of items that are over are gone. */
    tidied: async (): Promise<void> => void (await Promise.all(tidying.values())),
    /** Resolves when nothing of this item is still being taken away: what is made anew has the same names. */
    tidiedUp: async (itemId: string): Promise<void> => tidying.get(itemId),
    /** Calls a function after every change. */
    onAnnounced: (listen: () => void) => {
      listener = listen;
    },

    /** @throws {AppError} `item-not-found`, `transition-refused`, `storage-full` — the item stays as it was */
    change: (itemId: string, event: OutboxEvent): StoredItem => {
      const item = store.change(itemId, event, clock.nowMs());
      announce([item]);
      return item;
    },

    /** Applies an event to all items that are meant; answers how many changed. */
    changeAll: (
      filter: ItemFilter,
      event: OutboxEvent,
      predicate?: (item: OutboxItem) => boolean,
    ): number => {
      const items = store.changeAll(filter, event, clock.nowMs(), predicate);
      announce(items);
      return items.length;
    },

    /**
     * Applies an event of one attempt, unless the item has gone on without it: cancelled, moved, taken again.
     *
     * @param attempt number of the attempt, as the item counts them
     * @throws {AppError} `transition-refused` — the attempt has nothing to say any more
     */
    record: (itemId: string, attempt: number, event: OutboxEvent): StoredItem => {
      const item = store.change(itemId, event, clock.nowMs(), attempt);
      if (!unseen.has(event.kind)) announce([item]);
      return item;
    },
  };
}
