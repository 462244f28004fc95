import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { requireNode24 } from './require-node.ts';
import { toolScript } from './steps.ts';

// `npm test`: types, lint and format, the bundles, every test once, then as little of each bench as shows that it works.

requireNode24();

const root = resolve(import.meta.dirname, '..');
const reportPath = join(root, '.cache', 'test-report.json');

function run(script: string, argv: readonly string[]): Promise<boolean> {
  return new Promise((done) => {
    // No standard input: a test that asks for something would wait for ever.
    const child = spawn(process.execPath, [script, ...argv], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      // The tests start the app hundreds of times.
      env: { NODE_COMPILE_CACHE: join(root, '.cache', 'compile'), ...process.env },
    });
    child.once('error', () => done(false));
    child.once('close', (code) => done(code === 0));
  });
}

rmSync(reportPath, { force: true });
try {
  const checked = await run(join(root, 'build', 'check.ts'), ['--no-tests']);
  const built = await run(join(root, 'build', 'bundle.ts'), []);
  // Also after a failed check: whoever reads the result wants to know all of it.
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
  const tested =
    built && (await run(toolScript(root, 'vitest'), ['run', ...reporters, ...process.argv.slice(2)]));
  // Whoever names tests wants those alone.
  const isWhole = process.argv.length <= 2;
  const benched = !isWhole || !built || (await run(join(root, 'bench', 'bench.ts'), ['--quick']));
  process.exitCode = checked && built && tested && benched ? 0 : 1;
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)} Run "npm ci" first.`);
  process.exitCode = 1;
}
