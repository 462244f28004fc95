import process from 'node:process';

// What `process.execPath` runs: the same stand-in once more, with the arguments of the command line, as Electron's executable is.
const [, , ...words] = process.argv;
const setting = JSON.parse(process.env['ELECTRON_STAND_IN'] ?? '{}') as { packaged: boolean };
const argv = setting.packaged ? words : words.slice(1);
process.env['ELECTRON_STAND_IN'] = JSON.stringify({ ...setting, argv });
await import(new URL('process.ts', import.meta.url).href);
