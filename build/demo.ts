import { parseArgs } from 'node:util';
import { requireNode24 } from './require-node.ts';

requireNode24();

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});

// Imported late: on an old Node the sentence above is worth more than a syntax error.
const { runDemo, stepNames } = await import('./demo/steps.ts');
if (values.only !== undefined && !stepNames.includes(values.only)) {
  console.error(`error: unknown step "${values.only}"; the steps are ${stepNames.join(', ')}`);
  process.exitCode = 64;
} else {
  const print = (line: { readonly step: string; readonly ok: boolean }) => {
    if (values.only !== undefined && line.step !== values.only) return;
    const { step, ok, ...more } = line;
    const text = Object.entries(more).map(([name, value]) => `${name}=${String(value)}`);
    console.log(
      values.json ? JSON.stringify(line) : `${ok ? 'ok  ' : 'FAIL'} ${step} ${text.join(' ')}`.trimEnd(),
    );
  };
  process.exitCode = (await runDemo({ print, lastStep: values.only })) ? 0 : 1;
}
