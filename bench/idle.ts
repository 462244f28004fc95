import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startSandbox } from '../sandbox/sandbox.ts';
import { makeSendingProfile } from '../tests/helpers/sending-profile.ts';
import { bundledProgram } from './bundled-program.ts';
import { spreadOf } from './figures.ts';
import type { Bench } from './figures.ts';
import { goals } from './goals.ts';

const accountCount = 20;
const megabyte = 1_000_000;
const usInSecond = 1e6;
/** After its start: until what it does once is done. */
const settledAfterMs = 15_000;
const seconds = { quick: 2, usual: 60, long: 600 };
/** Each of them is a figure of its own. */
const pieces = 6;

interface Usage {
  readonly cpuUs: number;
  readonly rssBytes: number;
}

async function usageOf(agent: ChildProcess): Promise<Usage> {
  agent.send('look');
  const [usage] = (await once(agent, 'message')) as [Usage];
  return usage;
}

/** An agent that has accounts and nothing to do. */
export const idle: Bench = {
  name: 'idle',
  goals: ['goal-13'],
  run: async ({ quick, long }) => {
    const folder = mkdtempSync(join(tmpdir(), 'idle-'));
    const profile = join(folder, 'profile');
    const sandbox = await startSandbox();
    const stopping = new AbortController();
    try {
      await makeSendingProfile(sandbox, profile, { accountCount, businessObject: 'Nobody' });
      const program = await bundledProgram('cli', 'main/cli.ts');
      const tellUsage = await bundledProgram('tell-usage', 'bench/tell-usage.ts');
      const argv = ['agent', 'run', '--profile', profile, '--policy', sandbox.policyFile];
      const agent = fork(program, argv, {
        ...{ stdio: ['ignore', 'ignore', 'ignore', 'ipc'], signal: stopping.signal },
        execArgv: ['--import', pathToFileURL(tellUsage).href],
      });
      agent.on('error', () => undefined);
      const ended = once(agent, 'exit');
      const gone = ended.then(([code]) => {
        throw new Error(`The agent ended with ${String(code)}.`);
      });
      gone.catch(() => undefined);

      const pause = quick ? seconds.quick : long ? seconds.long : seconds.usual;
      const measure = async () => {
        await sleep(quick ? seconds.quick * 1_000 : settledAfterMs);
        const looks = [await usageOf(agent)];
        for (let piece = 0; piece < pieces; piece += 1) {
          await sleep((pause * 1_000) / pieces);
          looks.push(await usageOf(agent));
        }
        return looks;
      };
      const looks = await Promise.race([measure(), gone]);
      const [first] = looks;
      const last = looks.at(-1);
      if (!first || !last) throw new Error('The agent was not looked at.');
      const share = (from: Usage, to: Usage, inSeconds: number) =>
        (100 * (to.cpuUs - from.cpuUs)) / usInSecond / inSeconds;
      const shares = looks.slice(1).map((look, at) => share(looks[at] ?? first, look, pause / pieces));
      const whole = share(first, last, pause);
      return [
        {
          name: 'goal-13',
          what: goals['goal-13'],
          skipped: null,
          figures: [
            {
              what: `processor time in ${pause} s, of one core`,
              unit: '%',
              measured: { ...spreadOf(shares), median: whole },
              limit: { atMost: 0.1 },
            },
            {
              what: 'memory (RSS)',
              unit: 'MB',
              measured: spreadOf(looks.map(({ rssBytes }) => rssBytes / megabyte)),
              limit: { atMost: 90 },
            },
          ],
        },
      ];
    } finally {
      stopping.abort();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};
