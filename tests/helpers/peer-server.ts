import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Nobody on every system that has these programs; what a test starts as root goes on as this user. */
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
/** Numbers of the user and group that they run as. */
export const peerIds = {
  user: isRoot ? nobody : (process.getuid?.() ?? nobody),
  group: isRoot ? nobody : (process.getgid?.() ?? nobody),
};
/** Where Debian has servers, which the path of an ordinary user leaves out. */
const path = [process.env['PATH'], '/usr/sbin', '/usr/lib/postfix/sbin'].join(':');
const asOthers = [`--reuid=${nobody}`, `--regid=${nobody}`, `--groups=${nobody}`];
const patienceMs = 10_000;

/** Answers where a program lies; null: it is not installed. */
export function findProgram(name: string): string | null {
  const { stdout } = spawnSync('which', [name], { env: { ...process.env, PATH: path }, encoding: 'utf8' });
  return stdout.trim() || null;
}

/** A server of others with files of its own. */
export interface PeerFolder {
  readonly path: string;
  /** Writes a file that the server may read. */
  readonly write: (name: string, text: string, mode?: number) => Promise<string>;
  /** Makes a folder that the server may write. */
  readonly folder: (name: string, owner?: number) => Promise<string>;
}

/** Answers a folder that belongs to who the server runs as, and goes away with the test. */
export async function peerFolder(user = nobody): Promise<PeerFolder> {
  // Unix sockets have paths of some hundred characters at most.
  const root = mkdtempSync(join(tmpdir(), 'peer-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const give = async (file: string, owner = user) => {
    if (isRoot) await chown(file, owner, owner);
  };
  await chmod(root, 0o755);
  await give(root);
  return {
    path: root,
    write: async (name, text, mode = 0o600) => {
      const file = join(root, name);
      await writeFile(file, text, { mode });
      await give(file);
      return file;
    },
    folder: async (name, owner = user) => {
      const folder = join(root, name);
      await mkdir(folder, { mode: 0o755 });
      await give(folder, owner);
      return folder;
    },
  };
}

/** A port that nobody has at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Start {
  readonly command: string;
  readonly args: readonly string[];
  /** It is ready when these answer. */
  readonly ports: readonly number[];
  /** Only root can start it; it takes an ordinary user by itself. */
  readonly asRoot?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a server in the foreground and waits until it listens; it ends with the test. */
export async function startPeer(start: Start): Promise<void> {
  const { command, args, ports, asRoot = false, env = {} } = start;
  // With a group of its own too, which the start of a child by Node leaves out and Exim wants to see.
  const asNobody = isRoot && !asRoot ? ['setpriv', ...asOthers, command] : [command];
  const [program = command, ...before] = asNobody;
  const child = spawn(program, [...before, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what it starts ends with it.
    detached: true,
    env: { PATH: path, ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  onTestFinished(async () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await closed;
  });
  const giveUpAtMs = Date.now() + patienceMs;
  for (const port of ports) {
    while (!(await answers(port))) {
      if (child.exitCode !== null || Date.now() > giveUpAtMs)
        throw new Error(`${command} does not start: ${said}`);
    }
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // Nobody tells when a server of others listens; a pause keeps the wait from turning in circles.
    socket.once('error', () => setTimeout(() => resolve(false), 50));
  });
}
