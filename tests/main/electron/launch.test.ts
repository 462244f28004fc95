import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { isUnattended, launchFrom, parseLaunch, startArguments } from '../../../main/electron/launch.ts';

const nothing = { profile: null, policy: null, caFile: null, out: null, sandbox: null, words: [] };

it('without options the window of the usual profile opens', () => {
  expect(parseLaunch([])).toEqual({ ...nothing, mode: 'window' });
});

it.each([
  [['--profile', '/p', '--policy=/q.json']],
  [
    [
      '--original-process-start-time=1',
      '--policy',
      '/q.json',
      '--no-sandbox',
      '--profile=/p',
      'https://x.test',
    ],
  ],
])('our options are found between those of Chromium: %j', (argv) => {
  expect(parseLaunch(argv)).toEqual({
    ...nothing,
    mode: 'window',
    profile: '/p',
    policy: '/q.json',
    words: argv.filter((word) => word.startsWith('https:')),
  });
});

it('a value may hold the sign that separates it', () => {
  expect(parseLaunch(['--profile=C:\\a=b'])).toMatchObject({ profile: 'C:\\a=b' });
});

it.each([[['--profile']], [['--profile=']], [['--policy', '--selftest']], [['--out', '']]])(
  'an option without its value is a mistake: %j',
  (argv) => {
    expect(parseLaunch(argv)).toEqual({ mistake: expect.stringContaining('needs a value') });
  },
);

it('what the system starts at log-in is the agent', () => {
  expect(parseLaunch(['--agent', '--profile', '/p'])).toEqual({ ...nothing, mode: 'agent', profile: '/p' });
  expect(parseLaunch(['--', '--agent'])).toEqual({ ...nothing, mode: 'window', words: ['--agent'] });
});

it('the self-test says where it writes', () => {
  expect(parseLaunch(['--selftest', '--out', 'r.json'])).toEqual({
    ...nothing,
    mode: 'self-test',
    out: 'r.json',
  });
});

it('a sandbox is for a self-test with a profile and settings of its own', () => {
  expect(parseLaunch(['--selftest', '--selftest-sandbox=s.json'])).toMatchObject({
    mode: 'self-test',
    sandbox: 's.json',
  });
  for (const other of [[], ['--agent'], ['--host', '--profile=/p'], ['--cli', '--', 'accounts', 'list']]) {
    expect(parseLaunch(['--selftest-sandbox=s.json', ...other])).toEqual({
      mistake: '--selftest-sandbox only counts together with --selftest.',
    });
  }
  for (const name of ['--profile', '--policy', '--ca-file']) {
    expect(parseLaunch(['--selftest', '--selftest-sandbox=s.json', name, '/p'])).toEqual({
      mistake: `${name} does not go together with --selftest-sandbox.`,
    });
  }
});

it('what stands behind -- is no option of the shell, even where it looks like one', () => {
  expect(
    parseLaunch(['--cli', '--', 'send', '--subject', 'Re: hi', '--profile', '/x', '--selftest']),
  ).toEqual({
    ...nothing,
    mode: 'command',
    words: ['send', '--subject', 'Re: hi', '--profile', '/x', '--selftest'],
  });
});

it.each([
  [
    ['a.pdf', 'b c.pdf'],
    ['a.pdf', 'b c.pdf'],
  ],
  [['--profile', '/p', 'a.pdf'], ['a.pdf']],
  [
    ['a.pdf', '--profile', '/p', '--', '-b.pdf', '--selftest'],
    ['a.pdf', '-b.pdf', '--selftest'],
  ],
  [['--no-sandbox', '--original-process-start-time=1', 'mailto:a@x.test'], ['mailto:a@x.test']],
  [['-psn_0_1'], []],
])('what is no option is for a new message: %j', (argv, words) => {
  expect(parseLaunch(argv)).toMatchObject({ mode: 'window', words });
});

it('paths are whole as they look from the folder of the start', () => {
  const launch = { ...nothing, mode: 'window', profile: 'p', policy: '/q.json', out: '../r.json' } as const;
  expect(launchFrom('/a/b', { ...launch, words: ['c.pdf'] })).toEqual({
    ...{ ...launch, profile: resolve('/a/b/p'), policy: resolve('/q.json'), out: resolve('/a/r.json') },
    ...{ caFile: null, words: ['c.pdf'] },
  });
});

it('an app that comes back has its options again, and what was handed over last behind them', () => {
  const launch = { ...nothing, mode: 'agent', profile: '/p', caFile: '/c', words: ['old.pdf'] } as const;
  const handed = { links: ['mailto:a@x.test'], paths: ['/-b.pdf'] };
  const argv = startArguments(launch, handed);
  expect(argv).toEqual(['--profile=/p', '--ca-file=/c', '--', 'mailto:a@x.test', '/-b.pdf']);
  expect(parseLaunch(argv)).toEqual({ ...launch, mode: 'window', words: ['mailto:a@x.test', '/-b.pdf'] });
});

it('the name of an inherited member is no option', () => {
  expect(parseLaunch(['constructor', '__proto__', 'toString=1'])).toMatchObject({
    ...nothing,
    mode: 'window',
    words: ['constructor', '__proto__', 'toString=1'],
  });
});

it.each([
  [['--cli', '--', 'accounts', 'list'], true],
  [['--agent'], true],
  [['--host', '--profile=/p'], true],
  [['--selftest'], true],
  [[], false],
  [['--', '--agent'], false],
])('%j runs without a person: %j', (argv, unattended) => {
  expect(isUnattended(argv)).toBe(unattended);
});
