import { chmod, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

/**
 * Answers a program for `$BROWSER` that opens nothing and tells which URLs it was started with.
 *
 * @param folder where the program is put; it exists
 * @param opened takes the URLs, in order
 */
export async function openDoor(folder: string, opened: string[]) {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost').searchParams.get('url');
    if (url) opened.push(url);
    response.end();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const knock = join(folder, 'knock.mjs');
  await writeFile(
    knock,
    `await fetch('http://127.0.0.1:${port}/?url=' + encodeURIComponent(process.argv[2]));\n`,
  );
  const script = join(folder, 'browser');
  // A first line with the program's own path would end at the first space in it.
  await writeFile(script, `#!/bin/sh\nexec '${process.execPath.replaceAll("'", "'\\''")}' '${knock}' "$1"\n`);
  await chmod(script, 0o700);
  return { script, close: () => server.close() };
}
