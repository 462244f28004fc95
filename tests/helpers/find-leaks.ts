import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestApp } from './start-app.ts';

/** Every spelling in which a secret could lie somewhere. */
export function spellings(secret: string): readonly string[] {
  const inner = (text: string) => text.replace(/=+$/, '').slice(1, -2);
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    // Base64 depends on where the secret begins in what was encoded; the inside of each of the three cases stays the same.
    ...['', 'x', 'xx'].map((before) =>
      inner(
        Buffer.from(`${before}${secret}`)
          .toString('base64')
          .slice(before.length && 4),
      ),
    ),
    Buffer.from(secret).toString('hex'),
    Buffer.from(secret, 'utf16le').toString('latin1'),
  ];
}

/** Searches everything that an app has said and written for secrets: answers where there is one, and how many files were read. */
export async function findLeaks(
  app: Pick<TestApp, 'profileFolder' | 'pushes' | 'logged'>,
  secrets: readonly string[],
  replies: readonly unknown[],
): Promise<{ readonly leaks: readonly string[]; readonly files: number }> {
  const found = await readdir(app.profileFolder, { recursive: true, withFileTypes: true });
  const files = found.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  const places = new Map<string, string>([
    ['replies', JSON.stringify(replies)],
    ['pushes', app.pushes.join('\n')],
    ['log', app.logged.join('\n')],
    ...(await Promise.all(
      files.map(async (file) => [file, (await readFile(file)).toString('latin1')] as const),
    )),
  ]);
  const leaks = secrets.flatMap((secret) =>
    [...places]
      .filter(([, text]) => spellings(secret).some((spelling) => text.includes(spelling)))
      .map(([place]) => place),
  );
  return { leaks: [...new Set(leaks)], files: files.length };
}
