import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import process from 'node:process';

// Imported before a program (`--import`): writes the URL of every module that it loads into the file that LOADED_MODULES names.

const into = process.env['LOADED_MODULES'] ?? '';
registerHooks({
  load: (url, context, next) => {
    if (url.startsWith('file:')) appendFileSync(into, `${url}\n`);
    return next(url, context);
  },
});
