import { setFlagsFromString } from 'node:v8';

// V8 gives young objects up to three times 16 MB of room, and what flows through the app, base64 above all, fills all of it
// before anything is collected: 30 MB for a document of any size. Kept as small as it begins, the app stays as small as it was,
// for some 5 % more processor time. The first import of a program: afterwards the room has grown, and never shrinks. Electron leaves flags open to change after V8 began,
// as Node does: https://github.com/electron/electron/pull/42414
setFlagsFromString('--semi-space-growth-factor=1');
