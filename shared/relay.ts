import * as z from 'zod';
import type { Failure } from './errors.ts';
import { late } from './late-schema.ts';

const namePattern = /^[a-z0-9][a-z0-9._-]{0,31}$/;

/** Says whether a text can be the user name of a program. */
export function isRelayProgramName(text: string): boolean {
  return namePattern.test(text);
}

/** User name of a program; `+ID` after it, at its sign-in, chooses an account. */
export const relayProgramName = z
  .string()
  .regex(
    namePattern,
    'must be 1 to 32 of a-z, 0-9, dot, hyphen and underscore, and begin with a letter or digit',
  );

/** A program as it is added. */
export const newRelayProgram = late(() =>
  z.strictObject({
    name: relayProgramName,
    /** Made by the caller and shown once; only a hash of it is kept. */
    password: z.string().min(20).max(200),
    /** Email Server IDs that it may use. */
    accountIds: z.array(z.int().min(1)).min(1).max(1_000),
  }),
);
export type NewRelayProgram = z.infer<typeof newRelayProgram>;

/** A program that may hand mail over. */
export interface RelayProgram {
  readonly name: string;
  /** Email Server IDs, ascending. */
  readonly accountIds: readonly number[];
  readonly createdAtMs: number;
}

/** What the relay does at this moment. */
export interface RelayStatus {
  /** As the settings say. */
  readonly enabled: boolean;
  /** Where it listens, e.g. `127.0.0.1:2525`; empty: nowhere. */
  readonly listening: readonly string[];
  /** Why it does not listen although it is enabled; null: it does, or nobody has tried in this process. */
  readonly failure: Failure | null;
  /** PEM file of the certificate that clients may trust; null: the relay has not been started yet. */
  readonly certificateFile: string | null;
  /** SHA-256 of the certificate as hexadecimal pairs with colons; null as above. */
  readonly certificateFingerprint: string | null;
  readonly programs: readonly RelayProgram[];
}

/** 160 random bits: nobody guesses them. */
export const relayPasswordBytes = 20;

/** Answers random bytes as a password for a program: no command line takes it for an option, and it needs no quotes anywhere. */
export function relayPassword(random: Uint8Array): string {
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
