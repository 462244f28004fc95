import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runStep, stepLine, toolScript } from '../../build/steps.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

test('a step tells whether it went well and all that it printed, also below a folder with spaces', async () => {
  const root = join(await temporaryFolder());
  const script = join(root, 'a step.mjs');
  await writeFile(
    script,
    'console.log("out " + process.argv[2]); console.error("err"); process.exit(Number(process.argv[3]))',
  );
  const good = await runStep(root, { name: 'good', command: [script, 'a b', '0'] });
  expect(good).toMatchObject({ ok: true, output: expect.stringContaining('out a b\n') });
  const bad = await runStep(root, { name: 'bad', command: [script, 'x', '3'] });
  expect(bad).toMatchObject({ ok: false, output: expect.stringContaining('err\n') });
});

test('a step is one line', () => {
  expect(stepLine({ name: 'types', ok: true, durationMs: 2_140, output: '' })).toBe('ok    types      2.1 s');
  expect(stepLine({ name: 'lint', ok: false, durationMs: 60_000, output: '' })).toBe(
    'FAIL  lint      60.0 s',
  );
});

test('tools are found by the name of their package', () => {
  const root = join(import.meta.dirname, '../..');
  expect(toolScript(root, 'typescript', 'tsc')).toMatch(/node_modules[\\/]typescript[\\/]bin[\\/]tsc$/);
  expect(() => toolScript(root, 'typescript', 'none')).toThrow('typescript has no program none.');
});
