import type { Clock } from '../ports.ts';
import { describeCrash } from './crash.ts';

/** What a check saw, and whether it is what must be there. */
export interface Seen {
  /** `skipped`: what it needs was not given; that is neither. */
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly seen: string;
}

/** One thing that must hold in the packaged app. */
export interface SelfCheck {
  readonly name: string;
  readonly look: () => Promise<Seen> | Seen;
}

export interface SelfTestReport {
  /** No check has failed. */
  readonly ok: boolean;
  readonly versions: Readonly<Record<string, string>>;
  readonly checks: readonly (Seen & { readonly name: string; readonly durationMs: number })[];
}

// A question of the Keychain that nobody answers ends after half a minute by itself.
const checkWithinMs = 60_000;
const noEnd: Seen = { outcome: 'failed', seen: 'no end' };

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
  return { ok: results.every(({ outcome }) => outcome !== 'failed'), versions, checks: results };
}

/** Answers what was seen, good only where it is the expected text. */
export function only(expected: string, seen: unknown): Seen {
  return saw(seen === expected, String(seen));
}

/** Answers what was seen, and whether that is good. */
export function saw(isGood: boolean, seen: string): Seen {
  return { outcome: isGood ? 'passed' : 'failed', seen };
}

async function attempt(look: SelfCheck['look']): Promise<Seen> {
  try {
    return await look();
  } catch (error) {
    return { outcome: 'failed', seen: describeCrash(error).split('\n')[0] ?? '' };
  }
}
