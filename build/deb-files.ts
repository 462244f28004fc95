import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

// What the deb has besides the app: a command and its manual page where every shell and `man` look.

/** Where the build puts them and electron-builder.yml finds them, below the root. */
export const debFolder = join('.cache', 'deb');
export const debScripts = ['after-install.tpl', 'after-remove.tpl'] as const;
export const debManual = 'smtp-setup.1.gz';

const inFolder = "'/opt/${sanitizedProductName}/${executable}'";
const command = "'/opt/${sanitizedProductName}/resources/bin/${executable}'";

/**
 * Answers one of electron-builder's own scripts with the command line behind /usr/bin, where it puts the executable of the window;
 * all else that it does stays.
 *
 * @throws {Error} the script is not as it was: somebody has to read it again
 */
export function withCommand(template: string): string {
  if (!template.includes("'/usr/bin/${executable}'") || !template.includes(inFolder))
    throw new Error('The script of electron-builder for debs puts no executable into /usr/bin.');
  return template.replaceAll(inFolder, command);
}

/** Answers the text of electron-builder's own script of that name. */
export async function ownDebScript(name: (typeof debScripts)[number]): Promise<string> {
  const builder = createRequire(import.meta.url).resolve('electron-builder/package.json');
  const library = createRequire(builder).resolve('app-builder-lib/package.json');
  return readFile(join(dirname(library), 'templates', 'linux', name), 'utf8');
}

/** Writes all of it; the same again gives the same bytes. */
export async function writeDebFiles(root: string): Promise<void> {
  const folder = join(root, debFolder);
  await mkdir(folder, { recursive: true });
  const manual = await readFile(join(root, 'docs', 'smtp-setup.1'));
  await writeFile(join(folder, debManual), gzipSync(manual, { level: 9 }));
  for (const name of debScripts) await writeFile(join(folder, name), withCommand(await ownDebScript(name)));
}
