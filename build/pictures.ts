import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { requireNode24 } from './require-node.ts';
import { languageNames } from '../shared/languages.ts';
import { toolScript } from './steps.ts';

// `npm run pictures -- FOLDER [--language TAG]`: every screen and state of the window in every look, as files of one folder;
// with a language only in that one, wide and narrow.

requireNode24();

const root = resolve(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { language: { type: 'string' } },
});
const { language } = values;
if (language !== undefined && !Object.hasOwn(languageNames, language)) {
  process.stderr.write(`--language is one of ${Object.keys(languageNames).join(', ')}.\n`);
  process.exit(64);
}
const [folder = '.cache/pictures'] = positionals;
const argv = ['run', '--project', 'journeys', 'tests/browser/screens/', 'tests/browser/diagnose.test.ts'];
const child = spawn(process.execPath, [toolScript(root, 'vitest'), ...argv], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  // A folder is named from where the command is called.
  env: {
    ...process.env,
    SCREENS: resolve(process.env['INIT_CWD'] ?? root, folder),
    ...(language !== undefined && { SCREENS_LANGUAGE: language }),
  },
});
child.once('close', (code) => {
  process.exitCode = code ?? 1;
});
