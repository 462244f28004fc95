import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';

/** Where Postfix lies. */
export interface Postfix {
  /** `smtp-source` and others. */
  readonly programs: string;
  /** `master`, `smtpd` and others. */
  readonly daemons: string;
  readonly libraries: string;
}

const cache = resolve(import.meta.dirname, '..', '..', '.cache', 'postfix');

const under = (root: string): Postfix => ({
  programs: join(root, 'usr/sbin'),
  daemons: join(root, 'usr/lib/postfix/sbin'),
  libraries: join(root, 'usr/lib/postfix'),
});
const isThere = ({ programs, daemons }: Postfix) =>
  existsSync(join(programs, 'smtp-source')) && existsSync(join(daemons, 'master'));

/** Answers Debian's Postfix: as it is installed, or else unpacked into the cache; or why there is none. */
export function findPostfix(): Postfix | string {
  const [installed, unpacked] = [under('/'), under(join(cache, 'root'))];
  if (isThere(installed)) return installed;
  if (isThere(unpacked)) return unpacked;
  try {
    mkdirSync(cache, { recursive: true });
    execFileSync('apt-get', ['download', 'postfix'], { cwd: cache, stdio: 'ignore', timeout: 60_000 });
    const [file = ''] = readdirSync(cache).filter((name) => name.endsWith('.deb'));
    execFileSync('dpkg-deb', ['-x', join(cache, file), join(cache, 'root')], { stdio: 'ignore' });
  } catch {
    return 'Postfix is not installed (package postfix)';
  }
  return isThere(unpacked) ? unpacked : 'the package of Postfix is not what it was';
}

/** What a program of Postfix is started with. */
export const postfixEnvironment = ({ libraries }: Postfix) => ({
  ...process.env,
  LD_LIBRARY_PATH: libraries,
});

/** One run of `smtp-source`. */
export interface SmtpSourceRun {
  readonly port: number;
  readonly connections: number;
  readonly messages: number;
  readonly sizeBytes: number;
}

/** Lets Postfix's own load generator send, each connection as many messages as it can; answers how many milliseconds it took. */
export async function runSmtpSource(postfix: Postfix, run: SmtpSourceRun): Promise<number> {
  const { port, connections, messages, sizeBytes } = run;
  const args = ['-d', '-s', connections, '-m', messages, '-l', sizeBytes, '-f', 'anna@example.com'];
  const startMs = performance.now();
  const child = spawn(
    join(postfix.programs, 'smtp-source'),
    [...args, '-t', 'ben@example.org', `127.0.0.1:${port}`].map(String),
    { stdio: ['ignore', 'ignore', 'inherit'], env: postfixEnvironment(postfix) },
  );
  const code = await new Promise((done, failed) => child.once('error', failed).once('close', done));
  if (code !== 0) throw new Error(`smtp-source ended with ${String(code)}`);
  return performance.now() - startMs;
}
