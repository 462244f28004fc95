import { expect, test } from 'vitest';
import { runDemo, stepNames } from '../../build/demo/steps.ts';

test('the journey without hands holds, step by step, in the preview and on the command line', async () => {
  const lines: { readonly step: string; readonly ok: boolean }[] = [];
  const allHold = await runDemo({ print: (line) => lines.push(line), lastStep: undefined, batchSize: 40 });
  expect(lines.filter(({ ok }) => !ok)).toEqual([]);
  expect(lines.map(({ step }) => step)).toEqual(stepNames);
  expect(allHold).toBe(true);
}, 240_000);
