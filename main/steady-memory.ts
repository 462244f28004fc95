import { setFlagsFromString } from 'node:v8';

// V8 gives young objects up to three times 16 MB of room, and what flows through the app, base64 above all, fills all of it
// before anything is collected: 30 MB for a document of any size. Kept as small as it begins, the app stays as small as it was,
// for some 5 % more processor time. The first import of a program: afterwards the room has grown, and never shrinks. Electron leaves flags open to change after V8 began,
// as Node does: https://github.com/electron/electron/pull/42414
const keepRoom = () => setFlagsFromString('--semi-space-growth-factor=1');
keepRoom();

/**
 * Carries out work whose young objects mostly stay, as those of a document that is read, with as much room for them as they need.
 *
 * In the small room each of them is copied twice, in a dozen collections; the room that this takes, some 17 MB, is kept.
 */
export function withRoomToGrow<Result>(work: () => Result): Result {
  setFlagsFromString('--semi-space-growth-factor=2');
  try {
    return work();
  } finally {
    keepRoom();
  }
}
