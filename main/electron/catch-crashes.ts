import { join } from 'node:path';
import process from 'node:process';
import { app, dialog } from 'electron';
import { createLogFile } from '../log-file.ts';
import { createCrashHandlers } from './crash.ts';
import { isUnattended } from './launch.ts';
import { productName, shellWords } from './words.ts';

// Imports run before the module that holds them, so this one stands first in main.ts: what fails in any other is caught.
const { uncaughtException, unhandledRejection } = createCrashHandlers({
  write: (line) => {
    process.stderr.write(`${line}\n`);
    // An installed app on Windows has no standard error that anybody would see.
    createLogFile(join(app.getPath('userData'), 'crashes.txt'))(`${new Date().toISOString()} ${line}`);
  },
  exit: (code) => app.exit(code),
  // The only box that may be shown before ready; settings and Electron's list of languages cannot be had so early.
  showError: () =>
    dialog.showErrorBox(
      productName,
      shellWords('', [new Intl.DateTimeFormat().resolvedOptions().locale]).crashed,
    ),
  unattended: isUnattended(process.argv.slice(1)),
});
process.on('uncaughtException', uncaughtException);
process.on('unhandledRejection', unhandledRejection);
