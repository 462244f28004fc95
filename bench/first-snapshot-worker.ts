import process from 'node:process';
import '../main/steady-memory.ts';
import { openNodeProfile } from '../main/loopback/node-host.ts';

// The app in a process of its own: says when it has its first snapshot, which is what a window draws first, and ends.

const profileFolder = process.argv.at(-1) ?? '';
const session = await openNodeProfile({ profileFolder, policyPath: null, caFile: null, kind: 'preview' });
const accounts = await new Promise<number>((resolve) => {
  session.onState((push) => {
    if ('state' in push) resolve(push.state.accounts.length);
  });
});
process.stdout.write(`${accounts}\n`);
await session.close();
