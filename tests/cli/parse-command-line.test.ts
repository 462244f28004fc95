import { expect, test } from 'vitest';
import { commands } from '../../main/cli/commands.ts';
import { helpText } from '../../main/cli/help.ts';
import { parseCommandLine } from '../../main/cli/parse-command-line.ts';

test.for([
  [[], 'Missing verb.'],
  [['--json'], 'Missing verb.'],
  [['acounts', 'list'], 'Unknown verb "acounts". Did you mean "accounts"?'],
  [['frobnicate'], 'Unknown verb "frobnicate".'],
  [['accounts'], 'Missing verb after "accounts": list, show, add, edit, remove, history, resolve.'],
  [['accounts', 'lst'], 'Unknown verb "accounts lst". Did you mean "accounts list"?'],
  [['accounts', 'show'], 'Missing ID after "accounts show".'],
  [['accounts', 'remove'], 'Missing ID after "accounts remove".'],
  [['accounts', 'show', '1', '2'], 'Unexpected argument "2" after "accounts show".'],
  [['settings', 'set', 'theme'], 'Missing VALUE after "settings set".'],
  [['accounts', 'add', '--hots', 'x'], 'Unknown option --hots. Did you mean "--host"?'],
  [['accounts', 'list', '--host', 'x'], 'Unknown option --host.'],
  [['accounts', 'list', '-x'], 'Unknown option -x.'],
  [['accounts', 'list', '--__proto__'], 'Unknown option --__proto__.'],
  [['accounts', 'add', '--password', 'x'], 'Unknown option --password.'],
  [['accounts', 'add', '--host'], 'Option --host needs a value (HOST).'],
  [['accounts', 'add', '--host', '--user', 'a'], 'Option --host needs a value (HOST).'],
  [['accounts', 'list', '--profile', ''], 'Option --profile needs a value (DIR).'],
  [['accounts', 'list', '--policy='], 'Option --policy needs a value (FILE).'],
  [['accounts', 'list', '--json=yes'], 'Option --json takes no value.'],
  [['accounts', 'add', '--host', 'a', '--host', 'b'], 'Option --host is given twice.'],
  [['help', 'sned'], 'Unknown verb "sned". Did you mean "send"?'],
  [['outbox', 'lst', '--help'], 'Unknown verb "outbox lst". Did you mean "outbox list"?'],
  [['constructor'], 'Unknown verb "constructor".'],
] as const)('%j is refused: %s', ([argv, message]) => {
  expect(() => parseCommandLine(argv)).toThrow(
    expect.objectContaining({ code: 'invalid-request', message: expect.stringContaining(message) }),
  );
});

test('options may stand anywhere, values may begin with a dash, and some come several times', () => {
  const line = parseCommandLine([
    '--profile',
    '/p',
    'send',
    '--to=a@x.test',
    '--json',
    '--to',
    'b@x.test',
    '--body-file',
    '-',
    '--subject=--urgent--',
  ]);
  if (line.kind !== 'command') throw new Error(line.kind);
  expect(line.verb).toBe('send');
  expect(line.options.text('profile')).toBe('/p');
  expect(line.options.texts('to')).toEqual(['a@x.test', 'b@x.test']);
  expect(line.options.text('body-file')).toBe('-');
  expect(line.options.text('subject')).toBe('--urgent--');
  expect(line.options.flag('json')).toBe(true);
  expect(line.options.flag('no-wait')).toBe(false);
});

test('what follows a lone double dash is an argument', () => {
  const line = parseCommandLine(['settings', 'set', '--', 'systemUser', '--sa']);
  expect(line).toMatchObject({ kind: 'command', positionals: ['systemUser', '--sa'] });
});

test.for([
  [['--help'], null],
  [['-h'], null],
  [['help'], null],
  [['help', 'accounts', 'add'], 'accounts add'],
  [['send', '--help'], 'send'],
  [['accounts', '--help'], 'accounts'],
  [['help', 'relay', 'program'], 'relay program'],
] as const)('%j asks for the help of %s', ([argv, verb]) => {
  expect(parseCommandLine(argv)).toEqual({ kind: 'help', verb });
});

test('the help of each verb names each of its options', () => {
  for (const [verb, { options, summary }] of Object.entries(commands)) {
    const text = helpText(verb);
    for (const name of Object.keys(options)) expect(text).toContain(`  --${name}`);
    expect(helpText(null)).toContain(summary);
  }
});

test('the help of a group names its verbs and no others', () => {
  const text = helpText('relay program');
  expect(text).toContain('relay program remove NAME');
  expect(text).not.toContain('relay status');
});

/** The words of a line as a shell would cut it, up to the first operator. */
function shellWords(line: string): string[] {
  const [command = ''] = line.split(/ (?:\|\||<) /);
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

test('each verb has examples, and each of them is a command line of that verb', () => {
  for (const [verb, { examples }] of Object.entries(commands)) {
    expect(examples.length, verb).toBeGreaterThan(0);
    for (const example of examples) {
      expect(parseCommandLine(shellWords(example)), example).toMatchObject({ kind: 'command', verb });
      expect(helpText(verb)).toContain(example);
    }
  }
});

test('the code behind each verb can be loaded', async () => {
  const loaded = await Promise.all(Object.values(commands).map(({ load }) => load()));
  expect(loaded.every((command) => typeof command === 'function')).toBe(true);
});
