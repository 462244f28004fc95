import type { createRandom } from '../helpers/repeatable-random.ts';

/** Records of the outbox before and after which a process is killed. */
export const recordNames = ['submitted', 'sending', 'ending', 'sent'] as const;
export type RecordName = (typeof recordNames)[number];

/** What a process does that it can be killed at; of all but records the n-th time counts. */
export const stepKinds = ['statement', 'rename', 'socket-write', 'request', 'answer'] as const;
export type StepKind = (typeof stepKinds)[number];

/** When a process is killed: by itself at a step of its work, or by another one after a while. */
export type KillPlan =
  | { readonly kind: 'after'; readonly ms: number }
  | {
      readonly kind: 'record';
      readonly name: RecordName;
      readonly when: 'before' | 'after';
      readonly nth: number;
    }
  | { readonly kind: StepKind; readonly when: 'before' | 'after'; readonly nth: number }
  | { readonly kind: 'never' };

/** How often each step happens in the life of a process, about; later ones are never reached. */
const commonly: Readonly<Record<StepKind, number>> = {
  statement: 60,
  rename: 8,
  'socket-write': 60,
  request: 6,
  answer: 6,
};

/** Answers the plan of one round: every recorded stage in turn, any other step, or any moment. */
export function planKill(random: ReturnType<typeof createRandom>, round: number): KillPlan {
  const when = random.pick(['before', 'after'] as const);
  const turn = round % 3;
  if (turn === 0) return { kind: 'after', ms: random.upTo(1_200) };
  if (turn === 1) {
    const name = recordNames[Math.floor(round / 3) % recordNames.length] ?? 'ending';
    return { kind: 'record', name, when, nth: 1 + random.upTo(3) };
  }
  const kind = random.pick(stepKinds);
  return { kind, when, nth: 1 + random.upTo(commonly[kind]) };
}

/** What a process is told to do before it dies. */
export interface CrashOrder {
  readonly profileFolder: string;
  readonly policyFile: string;
  /** How far its clock is ahead. */
  readonly offsetMs: number;
  readonly plan: KillPlan;
  /** Where it notes, before they leave, which messages it hands over whole. */
  readonly witnessFile: string;
  readonly messages: readonly CrashMessage[];
}

/** A message that somebody hands over, again and again until there is an answer. */
export interface CrashMessage {
  readonly key: string;
  readonly accountId: number;
  readonly sizeBytes: number;
}

/** Answers the bytes of a message's document, the same at every try. */
export const contentOf = ({ key, sizeBytes }: CrashMessage): Buffer => Buffer.alloc(sizeBytes, `${key} `);

/** What a process says while it lives. */
export type CrashReport =
  | { readonly kind: 'ready' }
  /** Its relay listens on this port. */
  | { readonly kind: 'relay'; readonly port: number }
  | { readonly kind: 'taken'; readonly key: string; readonly itemId: string }
  | { readonly kind: 'refused'; readonly key: string; readonly reason: string }
  | { readonly kind: 'idle' }
  | { readonly kind: 'items'; readonly items: readonly CrashItem[] }
  | { readonly kind: 'grants'; readonly lost: readonly string[] };

/** What became of a message, as the outbox tells it. */
export interface CrashItem {
  readonly itemId: string;
  readonly sequence: number;
  readonly state: string;
  readonly messageId: string;
  readonly because: string | null;
}
