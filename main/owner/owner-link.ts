import { existsSync } from 'node:fs';
import type { StateChange, StateSnapshot } from '../../shared/app-state.ts';
import type { Caller } from '../../shared/contract.ts';
import type { AppPort } from '../app-port.ts';
import type { Clock, Log, Random } from '../ports.ts';
import { withRoomFor } from '../steady-memory.ts';
import { prepareOwnerAddress } from './owner-address.ts';
import type { AddressSystem } from './owner-address.ts';
import type { CallOutcome, OwnerConnection } from './owner-client.ts';
import { keyBytes } from './owner-key.ts';
import type { OwnerLock } from './owner-lock.ts';
import { removeOwnerRecord, writeOwnerRecord } from './owner-record.ts';
import { startOwnerServer } from './owner-server.ts';
import type { OwnerServer, Visits } from './owner-server.ts';

/** The way to the app: it runs in this process, or in the one at the other end of the socket. */
export interface Link {
  readonly role: 'owner' | 'client';
  readonly call: (method: string, input: unknown, caller: Caller) => Promise<CallOutcome>;
  readonly onState: (listener: (push: StateSnapshot | StateChange) => void) => () => void;
  /** Programs that are connected to this owner. */
  readonly clients: () => Visits;
  /** Resolves when the other process is gone; never for the owner. */
  readonly lost: Promise<void>;
  readonly close: () => Promise<void>;
}

/** Answers the link of a process that asks the owner. */
export function clientLink(connection: OwnerConnection): Link {
  return {
    role: 'client',
    call: connection.call,
    onState: connection.onState,
    clients: () => ({ now: 0, ever: 0 }),
    lost: connection.closed,
    close: async () => connection.close(),
  };
}

interface Deps {
  readonly lock: OwnerLock;
  readonly profileFolder: string;
  readonly startApp: () => Promise<AppPort>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly system: AddressSystem;
  readonly handshakeMs: number;
}

/** How long calls of other programs may still take after the app has stopped. */
const settleWithinMs = 1_000;
/** So long an app has the process to itself while it starts; whoever comes while one takes longer finds a door and waits there. */
const quickStartMs = 500;
/** A folder for sockets goes away with the user's last session, or when somebody tidies up; the owner may outlive both. */
const reachableCheckMs = 30_000;

/** The place where others reach this owner. */
interface Door {
  readonly address: string;
  readonly server: OwnerServer;
}

/**
 * Starts the app in this process and opens its door to the others; the lock is released when that fails.
 *
 * The door comes after the first snapshot, for it takes its time, or while the app still starts where that takes long. Until then
 * others find the lock held and nobody there, and look again.
 *
 * @throws {AppError} whatever the start of the app throws
 */
export async function ownerLink(deps: Deps): Promise<Link> {
  const { lock, profileFolder, clock } = deps;
  const starting = withRoomFor(profileFolder, deps.startApp);
  // Handled below; a start that fails while the socket is being opened must not count as unhandled.
  starting.catch(() => undefined);
  const doors: Door[] = [];
  const leaving = new AbortController();

  const open = async () => {
    const door = leaving.signal.aborted ? null : await openDoor(deps, starting);
    if (door) doors.push(door);
  };
  const stayReachable = async () => {
    while (!leaving.signal.aborted) {
      await clock.sleep(reachableCheckMs, leaving.signal).catch(() => undefined);
      const door = doors.at(-1);
      if (!leaving.signal.aborted && door && isGone(door, deps.system)) await open();
    }
  };
  const opened = quickStart(starting, clock).then(open);
  void opened.then(stayReachable);
  const leave = async () => {
    leaving.abort();
    await opened;
    await Promise.all(doors.map(({ server }) => server.stopAccepting()));
    if (doors.length > 0) removeOwnerRecord(profileFolder);
  };
  /** Clients look for the lock as soon as their connection ends: it must be free by then. */
  const release = () => {
    lock.release();
    for (const { server } of doors) server.disconnect();
  };

  try {
    const app = await starting;
    return {
      role: 'owner',
      call: async (method, input, caller) => ({
        kind: 'reply',
        reply: await app.call(method, input, caller),
      }),
      onState: app.onState,
      clients: () =>
        doors
          .map(({ server }) => server.connections())
          .reduce((sum, { now, ever }) => ({ now: sum.now + now, ever: sum.ever + ever }), {
            now: 0,
            ever: 0,
          }),
      lost: new Promise(() => undefined),
      close: async () => {
        try {
          await leave();
          await app.stop();
          const settled = new AbortController();
          const late = clock.sleep(settleWithinMs, settled.signal).catch(() => undefined);
          await Promise.race([Promise.all(doors.map(({ server }) => server.settled())), late]);
          settled.abort();
        } finally {
          release();
        }
      },
    };
  } catch (error) {
    await leave();
    release();
    throw error;
  }
}

/** Resolves a turn of the loop after the app has started, whoever was told of it then, or after a while; also where the start fails. */
async function quickStart(starting: Promise<AppPort>, clock: Clock): Promise<void> {
  const over = new AbortController();
  const late = clock.sleep(quickStartMs, over.signal).catch(() => undefined);
  await Promise.race([starting.catch(() => undefined), late]);
  await new Promise((resolve) => setImmediate(resolve));
  over.abort();
}

/** Answers null where no socket can be had: then the app works for this process alone, and the others say that it does not answer. */
async function openDoor(deps: Deps, app: Promise<AppPort>): Promise<Door | null> {
  const { profileFolder, system, random, clock, log, handshakeMs } = deps;
  let server: OwnerServer | null = null;
  try {
    const address = prepareOwnerAddress(profileFolder, system, random);
    const key = random.bytes(keyBytes);
    if (address === null) throw new Error('no folder for the socket');
    const { platform } = system;
    server = await startOwnerServer({ address, key, app, clock, random, log, handshakeMs, platform });
    writeOwnerRecord(profileFolder, { address, key });
    return { address, server };
  } catch {
    await server?.stopAccepting();
    log('owner-not-reachable');
    return null;
  }
}

/** Pipes of Windows have no file. */
function isGone({ address }: Door, { platform }: AddressSystem): boolean {
  return platform !== 'win32' && !existsSync(address);
}
