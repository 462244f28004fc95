import type { Clock, Log, LogField } from './ports.ts';

interface Deps {
  /** Takes one line without its end; where it goes is the host's business. */
  readonly write: (line: string) => void;
  readonly clock: Pick<Clock, 'nowMs'>;
}

// Satisfies keeps this list and the type the same.
const fields = {
  accountId: true,
  attempt: true,
  attemptId: true,
  code: true,
  count: true,
  durationMs: true,
  grantType: true,
  host: true,
  itemId: true,
  method: true,
  port: true,
  provider: true,
  replyCode: true,
  role: true,
  stage: true,
  state: true,
  status: true,
  version: true,
} as const satisfies Record<LogField, true>;

const eventName = /^[a-z][a-z0-9-]{0,63}$/;
// Names, numbers, codes: no spaces, no @, no slashes, so neither an address nor a path nor a sentence gets through.
const plainText = /^[\p{L}\p{N}._:[\]-]*$/u;
const maxText = 64;
const maxHost = 255;
const withheld = '(withheld)';

/**
 * Answers a log that writes one JSON object a line: `time`, `event` and the fields of the allow-list.
 *
 * The list holds at run time too: other fields are dropped, and a text that looks like more than a name or a code is withheld.
 * Writing never throws, for nothing may fail because it was to be logged.
 */
export function createLog({ write, clock }: Deps): Log {
  return (event, given = {}) => {
    const allowed = Object.entries(given).filter(([name]) => Object.hasOwn(fields, name));
    const entries = allowed.map(([name, value]): [string, unknown] => [name, safe(name, value)]);
    try {
      const time = new Date(clock.nowMs()).toISOString();
      write(
        JSON.stringify({
          time,
          event: eventName.test(event) ? event : withheld,
          ...Object.fromEntries(entries),
        }),
      );
    } catch {
      // A closed pipe or a full disk.
    }
  };
}

/** Answers a line of the log as it would be written today; null: it is no such line. */
export function readLogLine(line: string): Readonly<Record<string, unknown>> | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('event' in value) || !('time' in value)) return null;
  const { time, event } = value;
  const entries = Object.entries(value).filter(([name]) => Object.hasOwn(fields, name));
  return {
    time: typeof time === 'string' && /^[\dTZ:.-]{20,30}$/.test(time) ? time : withheld,
    event: typeof event === 'string' && eventName.test(event) ? event : withheld,
    ...Object.fromEntries(entries.map(([name, each]) => [name, safe(name, each)])),
  };
}

function safe(name: string, value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string') return withheld;
  return value.length <= (name === 'host' ? maxHost : maxText) && plainText.test(value) ? value : withheld;
}
