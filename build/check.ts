import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { requireNode24 } from './require-node.ts';
import { runStep, stepLine, toolScript } from './steps.ts';
import type { Step } from './steps.ts';

// Types, lint, format, architecture and unit tests: what has to hold before every commit, in under a minute.

requireNode24();

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { 'no-tests': { type: 'boolean', default: false } } });

const steps = (): readonly Step[] => [
  { name: 'types', command: [toolScript(root, 'typescript', 'tsc'), '--noEmit'] },
  { name: 'lint', command: [toolScript(root, 'oxlint'), '--type-aware'] },
  { name: 'format', command: [toolScript(root, 'oxfmt'), '--check'] },
  ...(values['no-tests']
    ? []
    : [{ name: 'tests', command: [toolScript(root, 'vitest'), 'run', '--project', 'unit'] } satisfies Step]),
];

const startedAtMs = performance.now();
try {
  let failed = 0;
  // One after the other: each of the tools already uses all processors.
  for (const step of steps()) {
    const result = await runStep(root, step);
    console.log(stepLine(result));
    if (result.ok) continue;
    failed += 1;
    console.log(result.output.trimEnd());
  }
  const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1);
  console.log(failed === 0 ? `All checks passed in ${seconds} s.` : `${failed} failed in ${seconds} s.`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)} Run "npm ci" first.`);
  process.exitCode = 1;
}
