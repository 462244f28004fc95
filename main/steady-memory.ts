import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

// V8 gives young objects up to three times 16 MB of room, and what flows through the app, base64 above all, fills all of it
// before anything is collected: 30 MB for a document of any size. Kept as small as it begins, the app stays as small as it was,
// for some 5 % more processor time. The first import of a program: afterwards the room has grown, and never shrinks. Electron leaves flags open to change after V8 began,
// as Node does: https://github.com/electron/electron/pull/42414
const keepRoom = () => setFlagsFromString('--semi-space-growth-factor=1');
keepRoom();

/** That of some 2,500 accounts: what is made of smaller ones fits into the small room for young objects. */
const largeBytes = 1024 * 1024;
/** From 1 MB to 8 MB at once: each step in between would copy once more what mostly stays. */
const roomForMany = 8;

/**
 * Starts the app of a profile: where that has many accounts, with as much room for young objects as they need.
 *
 * In the small room each of them is copied twice, in a dozen collections. The room is kept; a profile with fewer accounts
 * does not take it.
 */
export async function withRoomFor<App>(profileFolder: string, start: () => Promise<App>): Promise<App> {
  if (sizeOf(join(profileFolder, 'accounts.json')) <= largeBytes) return start();
  setFlagsFromString(`--semi-space-growth-factor=${roomForMany}`);
  try {
    return await start();
  } finally {
    keepRoom();
  }
}

/** Whoever reads what cannot be looked at says so. */
function sizeOf(path: string): number {
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    return 0;
  }
}
