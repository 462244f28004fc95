import type { Clock } from '../ports.ts';
import { describeCrash } from './crash.ts';

/** What a check saw, and whether it is what must be there. */
export interface Seen {
  readonly ok: boolean;
  readonly seen: string;
}

/** One thing that must hold in the packaged app. */
export interface SelfCheck {
  readonly name: string;
  readonly look: () => Promise<Seen> | Seen;
}

export interface SelfTestReport {
  readonly ok: boolean;
  readonly versions: Readonly<Record<string, string>>;
  readonly checks: readonly (Seen & { readonly name: string; readonly durationMs: number })[];
}

// A question of the Keychain that nobody answers ends after half a minute by itself.
const checkWithinMs = 60_000;
const noEnd: Seen = { ok: false, seen: 'no end' };

/** Runs the checks one after the other and answers what they saw; one that throws or never ends has failed. */
export async function runSelfTest(
  checks: readonly SelfCheck[],
  versions: Readonly<Record<string, string>>,
  clock: Clock,
): Promise<SelfTestReport> {
  const results: SelfTestReport['checks'][number][] = [];
  for (const { name, look } of checks) {
    const beganAtMs = clock.nowMs();
    const done = new AbortController();
    const late = clock.sleep(checkWithinMs, done.signal).then(
      () => noEnd,
      () => noEnd,
    );
    // One after the other, so that the report says which one did not end.
    const result = await Promise.race([attempt(look), late]);
    done.abort();
    results.push({ name, ...result, durationMs: clock.nowMs() - beganAtMs });
  }
  return { ok: results.every(({ ok }) => ok), versions, checks: results };
}

/** Answers what was seen, good only where it is the expected text. */
export function only(expected: string, seen: unknown): Seen {
  return { ok: seen === expected, seen: String(seen) };
}

async function attempt(look: SelfCheck['look']): Promise<Seen> {
  try {
    return await look();
  } catch (error) {
    return { ok: false, seen: describeCrash(error).split('\n')[0] ?? '' };
  }
}
