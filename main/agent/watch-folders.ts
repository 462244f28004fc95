import { realpath } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { WatchFolderDraft, WatchStatus } from '../../shared/watch.ts';
import type { Clock, PickFolder } from '../ports.ts';
import { isAgentRunning } from './agent.ts';
import { readAgentHealth } from './agent-health.ts';
import { claimFolder, releaseFolder } from './claim-folder.ts';
import { assertApart } from './folders-apart.ts';
import { countDocuments } from './watch-look.ts';
import { changeWatchFolders, readWatchFolders, watchOwnerOf } from './watch-settings.ts';
import type { WatchFolder } from './watch-settings.ts';
import { prepareWatchFolder } from './watchable-folder.ts';

interface Deps {
  readonly profileFolder: string;
  readonly clock: Clock;
  readonly accountExists: (accountId: number) => boolean;
}

/** A watch folder as it was added, and how many files lie in it already: they are sent too. */
export type AddedWatchFolder = WatchFolder & { readonly alreadyThere: number };

/**
 * Adds a watch folder; a running agent takes it up within seconds.
 *
 * @throws {AppError} `account-not-found` — it shall send through an account that is not there
 * @throws {AppError} `invalid-request` — the folder is none, lies inside or around the profile or a watched one, is
 * watched by another profile, nothing can be
 * made in it, or other users could lead documents elsewhere
 * @throws {AppError} `profile-unreadable`, `profile-in-use`, `storage-full` — nothing has changed
 */
export async function addWatchFolder(
  { profileFolder, clock, accountExists }: Deps,
  draft: WatchFolderDraft,
): Promise<AddedWatchFolder> {
  const { accountId } = draft;
  if (accountId !== null && !accountExists(accountId))
    throw new AppError('account-not-found', `There is no account ${accountId}.`, { field: 'account' });
  if (!isAbsolute(draft.folder))
    throw new AppError(
      'invalid-request',
      `"${draft.folder}" is not a whole path; give it from its beginning.`,
      { field: 'folder' },
    );
  const profile = await realpath(profileFolder).catch(() => profileFolder);
  const assertFree = (path: string, folders: readonly WatchFolder[]) =>
    assertApart(
      path,
      profile,
      folders.map((each) => each.folder),
    );
  const folder = await prepareWatchFolder(draft.folder, {
    check: async (path) => assertFree(path, await readWatchFolders(profileFolder)),
    claim: async (path) => claimFolder(path, await watchOwnerOf(profileFolder, clock)),
  });
  const alreadyThere = await countDocuments({ ...draft, folder });
  let added: WatchFolder = { id: 1, ...draft, folder };
  await changeWatchFolders(profileFolder, clock, (folders) => {
    // Another program may have added one meanwhile.
    assertFree(folder, folders);
    added = { ...added, id: Math.max(0, ...folders.map(({ id }) => id)) + 1 };
    return [...folders, added];
  });
  return { ...added, alreadyThere };
}

/**
 * Takes a folder off the list and answers it; its files stay. null: there is none with that number.
 *
 * @throws {AppError} `profile-unreadable`, `profile-in-use`, `storage-full` — nothing has changed
 */
export async function removeWatchFolder(
  { profileFolder, clock }: Pick<Deps, 'profileFolder' | 'clock'>,
  id: number,
): Promise<WatchFolder | null> {
  let removed: readonly WatchFolder[] = [];
  await changeWatchFolders(profileFolder, clock, (folders) => {
    removed = folders.filter((each) => each.id === id);
    return folders.filter((each) => each.id !== id);
  });
  const [folder = null] = removed;
  if (folder) await releaseFolder(folder.folder, await watchOwnerOf(profileFolder, clock));
  return folder;
}

/** The watch folders of a profile, as a window manages them. */
export type WatchFolders = ReturnType<typeof createWatchFolders>;

/**
 * Answers the verbs of a window about watch folders.
 *
 * Where the system has a window for choosing folders, only what was chosen there is taken: a page that is not ours any more must
 * not name a folder whose files then leave the computer.
 */
export function createWatchFolders(deps: Deps & { readonly pickFolder: PickFolder | null }) {
  const { profileFolder, pickFolder } = deps;
  const picked = new Set<string>();
  return {
    /** @throws {AppError} `profile-unreadable` — the list is damaged */
    status: async (): Promise<WatchStatus> => {
      const folders = await readWatchFolders(profileFolder);
      const isRunning = folders.length > 0 && isAgentRunning(profileFolder);
      const health = isRunning ? await readAgentHealth(profileFolder) : null;
      return {
        canPick: pickFolder !== null,
        folders: folders.map((folder) => {
          const report = health?.watch.find((each) => each.id === folder.id && each.folder === folder.folder);
          const { waiting = 0, onTheWay = 0, problem = null, last = null } = report ?? {};
          const state = report?.state ?? (isRunning ? 'starting' : 'no-agent');
          return { ...folder, state, waiting, onTheWay, problem, last };
        }),
      };
    },
    /** Lets the person choose a folder; null: none was chosen. */
    pick: async (): Promise<string | null> => {
      const folder = (await pickFolder?.()) ?? null;
      if (folder !== null) picked.add(folder);
      return folder;
    },
    /** @throws {AppError} as `addWatchFolder`; `invalid-request` too where the folder was not chosen */
    add: async (draft: WatchFolderDraft): Promise<AddedWatchFolder> => {
      if (pickFolder !== null && !picked.has(draft.folder))
        throw new AppError('invalid-request', 'Choose the folder first.', { field: 'folder' });
      return addWatchFolder(deps, draft);
    },
    remove: async (id: number): Promise<boolean> => (await removeWatchFolder(deps, id)) !== null,
  };
}
