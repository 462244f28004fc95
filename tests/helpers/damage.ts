import { Buffer } from 'node:buffer';
import type { createRandom } from './repeatable-random.ts';

type Random = ReturnType<typeof createRandom>;

const strangeValues: readonly unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1e308,
    2 ** 53,
    '',
    ' ',
    'x',
    '\0',
    '\u202e',
    '../../etc/passwd',
    'a@b.test\r\nBcc: c@d.test',
  ],
  ...[
    'https://accounts.example.com.evil.test/',
    'http://127.0.0.1/',
    [],
    {},
    [[]],
    { __proto__: null },
    'x'.repeat(5_000),
  ],
];
const strangeNames = ['__proto__', 'constructor', 'toString', 'version', 'id', 'accounts', '', 'x'];

/** Answers a value with one thing changed somewhere in it: a member gone, doubled, renamed or of another kind. */
export function changedValue({ pick, chance, upTo }: Random, value: unknown): unknown {
  if (Array.isArray(value) && value.length > 0 && chance(0.8)) {
    const at = upTo(value.length - 1);
    const changed = value.map((each, index): unknown =>
      index === at ? changedValue({ pick, chance, upTo } as Random, each) : each,
    );
    return pick([changed, changed, value.toSpliced(at, 1), [...value, value[at]], value.toReversed()]);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && chance(0.85)) {
    const entries = Object.entries(value);
    if (entries.length === 0) return { [pick(strangeNames)]: pick(strangeValues) };
    const at = upTo(entries.length - 1);
    const [name, member] = entries[at] ?? ['', null];
    const others = entries.toSpliced(at, 1);
    const inside: [string, unknown] = [name, changedValue({ pick, chance, upTo } as Random, member)];
    return pick([
      ...Array.from({ length: 6 }, () => Object.fromEntries(entries.with(at, inside))),
      Object.fromEntries(others),
      Object.fromEntries([...others, [pick(strangeNames), member]]),
      Object.fromEntries([...entries, [pick(strangeNames), pick(strangeValues)]]),
    ]);
  }
  return pick(strangeValues);
}

/** Answers bytes with some of them changed: bits flipped, a piece cut out, doubled, or the rest gone. */
export function changedBytes({ pick, upTo }: Random, bytes: Uint8Array): Buffer {
  const changed = Buffer.from(bytes);
  const from = upTo(Math.max(0, bytes.length - 1));
  const to = Math.min(bytes.length, from + 1 + upTo(64));
  const flip = () => {
    changed[from] = (changed[from] ?? 0) ^ (1 << upTo(7));
    return changed;
  };
  return pick([
    flip,
    flip,
    () => changed.subarray(0, from),
    () => Buffer.concat([changed.subarray(0, from), changed.subarray(to)]),
    () => Buffer.concat([changed.subarray(0, to), changed.subarray(from)]),
    () => changed.fill(upTo(255), from, to),
  ])();
}

/** Answers a JSON file as a hostile or broken program would have left it. */
export function damagedJson(random: Random, value: unknown): Buffer {
  let changed = value;
  for (let count = 1 + random.upTo(2); count > 0; count -= 1) changed = changedValue(random, changed);
  const bytes = Buffer.from(JSON.stringify(changed) ?? '');
  return random.chance(0.25) ? changedBytes(random, bytes) : bytes;
}
