import process from 'node:process';
import { openNodeProfile } from '../main/loopback/node-host.ts';

// The app in a process of its own, on the profile folder that it is given, up to its first snapshot: what a window draws first.

const profileFolder = process.argv.at(-1) ?? '';
const session = await openNodeProfile({ profileFolder, policyPath: null, caFile: null, kind: 'preview' });
await new Promise<void>((resolve) => {
  session.onState(() => resolve());
});
await session.close();
