import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { createLogFile, readLogTail } from './log-file.ts';
import type { Clock, Ports } from './ports.ts';
import { createSecretCutter } from './secret-cutter.ts';
import { shownLine, shownStart } from './shown-text.ts';
import type { Transcript } from './transcript.ts';
import { late } from '../shared/late-schema.ts';

interface Deps extends Pick<Ports, 'openStore'> {
  readonly profileFolder: string;
  readonly clock: Clock;
  readonly accountExists: (accountId: number) => boolean;
  /** A recording of this account began or ended. */
  readonly onChanged: (accountId: number) => void;
}

/** The protocol logs of a profile: conversations with servers, for accounts for which somebody has switched it on. */
export type ProtocolLogs = ReturnType<typeof createProtocolLogs>;

const recordedMs = 60 * 60_000;
/** Long enough to be sent to whoever helps. */
const keptMs = 7 * 24 * 60 * 60_000;
const sweptEveryMs = 24 * 60 * 60_000;
/** Two files of this size: 5 MB for an account. */
const maxBytes = 2_500_000;
const files = 2;
const maxLines = 20_000;

const recordings = late(() =>
  z.object({
    version: z.literal(1),
    /** By account ID, epoch milliseconds. */
    untilMs: z.record(z.string(), z.number()),
  }),
);
type Recordings = z.infer<typeof recordings>;

const fileName = /^protocol-(\d+)\.log(\.\d+)?$/;
const marks = { client: '>', server: '<', app: '-' } as const;
const authCommand = /^(AUTH\s+\S+)(\s.*)?$/i;
/** Things that look like tokens, whosoever they are. */
const tokenLike = /eyJ[\w-]{4,}\.[\w.-]{4,}|\bya29\.[\w-]+|\b1\/\/[\w-]+|\b(Bearer|Basic)\s+\S+/gi;

/** Answers the keeper of protocol logs: each is a file of its own, of this user alone, and ends by itself after an hour. */
export function createProtocolLogs({ profileFolder, clock, openStore, accountExists, onChanged }: Deps) {
  const folder = join(profileFolder, 'log');
  const store = openStore<Recordings>('protocol-logs', (value) => recordings.parse(value), {
    version: 1,
    untilMs: {},
  });
  /** Asked with every line. */
  let known: ReadonlyMap<number, number> = new Map(
    Object.entries(store.get().untilMs).map(([id, until]) => [Number(id), until]),
  );
  const stopping = new AbortController();
  const cutLong = createSecretCutter([]);
  let ending = new AbortController();
  let conversations = 0;

  const pathOf = (accountId: number) => join(folder, `protocol-${accountId}.log`);

  /** Also where the clock was put back meanwhile: never longer than it was meant. */
  function untilMs(accountId: number): number | null {
    const until = known.get(accountId);
    if (until === undefined) return null;
    const leftMs = until - clock.nowMs();
    return leftMs > 0 && leftMs <= recordedMs ? until : null;
  }

  const recorded = () => [...known.keys()];

  function writeLine(accountId: number, text: string): void {
    createLogFile(pathOf(accountId), { maxBytes, files })(text);
  }

  /** Tells of the end of recordings, the next one first. */
  function followEnds(): void {
    ending.abort();
    ending = new AbortController();
    const { signal } = ending;
    for (const accountId of recorded()) {
      const until = untilMs(accountId);
      if (until === null) continue;
      void clock.sleep(until - clock.nowMs(), AbortSignal.any([signal, stopping.signal])).then(
        () => onChanged(accountId),
        () => undefined,
      );
    }
  }

  /** Removes what nobody has added to for a week, and what belongs to no account. */
  function sweep(): void {
    let names: string[] = [];
    try {
      names = readdirSync(folder);
    } catch {
      // There is no log yet.
    }
    for (const name of names) {
      const accountId = fileName.exec(name)?.[1];
      if (accountId === undefined) continue;
      const path = join(folder, name);
      const changedAtMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      const isOld = clock.nowMs() - changedAtMs > keptMs;
      if (isOld || !accountExists(Number(accountId))) rmSync(path, { force: true });
    }
  }

  async function sweepDaily(): Promise<void> {
    for (;;) {
      sweep();
      await clock.sleep(sweptEveryMs, stopping.signal);
    }
  }

  const lines = (accountId: number, count: number) => readLogTail(pathOf(accountId), count, files);

  return {
    /** Follows recordings that were on when the app ended, and removes old files. */
    start: (): void => {
      followEnds();
      void sweepDaily().catch(() => undefined);
    },
    /** Until when an account is recorded, epoch milliseconds; null: it is not. */
    untilMs,
    /** Switches the recording on for an hour from now, or off; answers until when it is on. */
    set: (accountId: number, on: boolean): number | null => {
      const until = clock.nowMs() + recordedMs;
      const others = [...known].filter(([id]) => id !== accountId && untilMs(id) !== null);
      const next = on ? [...others, [accountId, until] as const] : others;
      store.set({ version: 1, untilMs: Object.fromEntries(next) });
      known = new Map(next);
      if (on) transcript(accountId).write('app', `recording until ${new Date(until).toISOString()}`);
      followEnds();
      onChanged(accountId);
      return on ? until : null;
    },
    /** The accounts that are recorded just now. */
    on: (): readonly number[] => recorded().filter((id) => untilMs(id) !== null),
    /** Answers the log of an account, its end where it is long; empty: there is none. */
    read: (accountId: number, count = maxLines): readonly string[] => lines(accountId, count),
    transcript,
    stop: (): void => stopping.abort(),
  };

  /** Answers who takes down one conversation of an account, while the account is recorded. */
  function transcript(accountId: number): Transcript {
    const cutters: ((text: string) => string)[] = [];
    let number = 0;
    let isProving = false;
    const isOn = () => untilMs(accountId) !== null;

    /** What follows AUTH is a secret, whatever it looks like, until the server has made up its mind. */
    function withoutProof(who: keyof typeof marks, line: string): string {
      if (who === 'server' && !line.startsWith('334')) isProving = false;
      if (who !== 'client') return line;
      const [, command, proof] = authCommand.exec(line) ?? [];
      const wasProving = isProving;
      if (command !== undefined) isProving = true;
      if (command !== undefined) return proof === undefined ? command : `${command} …`;
      return wasProving ? '…' : line;
    }

    const clean = (text: string) =>
      shownStart(cutLong([...cutters].reduce((rest, cut) => cut(rest), text).replace(tokenLike, '…')));

    return {
      isOn,
      hide: (cut) => void cutters.push(cut),
      write: (who, text) => {
        if (!isOn()) return;
        if (number === 0) number = conversations += 1;
        for (const line of text.split(/\r?\n/).map(shownLine)) {
          if (line === '') continue;
          const time = new Date(clock.nowMs()).toISOString();
          writeLine(accountId, `${time} #${number} ${marks[who]} ${clean(withoutProof(who, line))}`);
        }
      },
    };
  }
}
