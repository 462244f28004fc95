import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { requireNode24 } from './require-node.ts';
import { toolScript } from './steps.ts';

// `npm run pictures -- FOLDER`: every screen and state of the window in every look, as files of one folder.

requireNode24();

const root = resolve(import.meta.dirname, '..');
const [folder = '.cache/pictures'] = process.argv.slice(2);
const argv = ['run', '--project', 'journeys', 'tests/browser/screens/', 'tests/browser/diagnose.test.ts'];
const child = spawn(process.execPath, [toolScript(root, 'vitest'), ...argv], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  // A folder is named from where the command is called.
  env: { ...process.env, SCREENS: resolve(process.env['INIT_CWD'] ?? root, folder) },
});
child.once('close', (code) => {
  process.exitCode = code ?? 1;
});
