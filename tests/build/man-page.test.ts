import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { manPage } from '../../build/man-page.ts';
import { commands, globalOptions } from '../../main/cli/commands.ts';

test('docs/smtp-setup.1 is what `node build/man-page.ts` writes today', async () => {
  expect(await readFile(join(import.meta.dirname, '../../docs/smtp-setup.1'), 'utf8')).toBe(manPage());
});

test('the manual page names every verb, option and example, and no text of it is taken for a request', () => {
  const lines = manPage().split('\n');
  const plain = lines.map((line) =>
    line.replaceAll('\\-', '-').replaceAll(/\\f./g, '').replaceAll('\\&', '').replaceAll('\\(ti', '~'),
  );
  for (const [verb, { options, examples }] of Object.entries(commands)) {
    expect(
      plain.some((line) => line.startsWith(`.SS ${verb}`)),
      verb,
    ).toBe(true);
    for (const name of Object.keys({ ...options, ...globalOptions }))
      expect(
        plain.some((line) => line.startsWith(`--${name}`)),
        name,
      ).toBe(true);
    for (const example of examples) expect(plain).toContain(`  smtp-setup ${example}`);
  }
  const requests = new Set(lines.filter((line) => /^[.']/.test(line)).map((line) => line.split(' ')[0]));
  expect(requests).toEqual(new Set(['.EE', '.EX', '.PP', '.SH', '.SS', '.TH', '.TP', '.\\"', '.br']));
});
