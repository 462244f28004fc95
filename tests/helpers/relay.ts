import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { NewMessage } from '../../main/outbox/delivery.ts';
import { createSpool } from '../../main/outbox/spool.ts';
import type { Spool } from '../../main/outbox/spool.ts';
import type { Clock } from '../../main/ports.ts';
import { createRelay } from '../../main/relay/relay.ts';
import type { RelayAccount } from '../../main/relay/relay-route.ts';
import type { RelayLimits } from '../../main/relay/relay-server.ts';
import { createTokenVault } from '../../main/vault/token-vault.ts';
import type { BusinessRecord } from '../../shared/account.ts';
import { relayPassword, relayPasswordBytes } from '../../shared/relay.ts';
import { createFakeCipher } from './fake-cipher.ts';
import { systemClock, systemRandom } from './system-ports.ts';
import { memoryStore } from './memory-store.ts';
import { temporaryFolder } from './temporary-folder.ts';
import type { TestApp } from './start-app.ts';

/** A program that may use the relay of a test. */
export interface TestProgram {
  readonly user: string;
  readonly password: string;
}

/** Turns the relay on, on a free port, and answers the port. */
export async function turnRelayOn(app: TestApp): Promise<number> {
  await app.call('settingsSave', { relayEnabled: true, relayPort: 0 });
  for (;;) {
    const { listening, failure } = await app.call('relayStatus', {});
    if (failure) throw new Error(`the relay does not listen: ${failure.message}`);
    const [first] = listening;
    if (first !== undefined) return Number(first.slice(first.lastIndexOf(':') + 1));
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

/** Gives a program a password for accounts. */
export async function addProgram(
  app: TestApp,
  name: string,
  accountIds: readonly number[],
): Promise<TestProgram> {
  const password = relayPassword(randomBytes(relayPasswordBytes));
  await app.call('relayProgramAdd', { name, password, accountIds: [...accountIds] });
  return { user: name, password };
}

/** The text of AUTH PLAIN. */
export function authPlain({ user, password }: TestProgram): string {
  return `AUTH PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}`;
}

interface RelayChoices {
  readonly clock?: Clock;
  readonly limits?: Partial<RelayLimits>;
  readonly submit?: (message: NewMessage) => Promise<{ readonly itemId: string }>;
  readonly spool?: Partial<Spool>;
  readonly waiting?: () => number;
  readonly accounts?: readonly RelayAccount[];
  readonly resolve?: (records: readonly BusinessRecord[]) => Promise<number | null>;
  /** Port of the settings; default: any free one. */
  readonly port?: number;
}

/** Accounts of a test: 1 and 2 send by SMTP, 3 by an interface that reads the header; 4 belongs to nobody's program. */
export const relayAccounts: readonly RelayAccount[] = [
  { id: 1, enabled: true, addresses: ['anna@example.com'], isByHeader: false },
  { id: 2, enabled: true, addresses: ['sales@example.com', 'anna@example.com'], isByHeader: false },
  { id: 3, enabled: true, addresses: ['api@example.com'], isByHeader: true },
  { id: 4, enabled: true, addresses: ['boss@example.com'], isByHeader: false },
];

/** A relay that listens, on real files, with a program `erp` that may use accounts 1 to 3. */
export async function startRelay(choices: RelayChoices = {}) {
  const folder = await temporaryFolder();
  const clock = choices.clock ?? systemClock;
  const spool = createSpool({ folder: join(folder, 'spool'), clock, random: systemRandom });
  const taken: { readonly message: NewMessage; readonly text: string }[] = [];
  const settings = { relayEnabled: true, relayPort: choices.port ?? 0 };
  const cipher = createFakeCipher();
  const relay = createRelay({
    profileFolder: folder,
    vault: createTokenVault({ folder, cipher, clock, random: systemRandom }),
    ...{ clock, random: systemRandom, log: () => {}, openStore: memoryStore() },
    settings: () => settings,
    accounts: () => choices.accounts ?? relayAccounts,
    resolve: choices.resolve ?? (async () => null),
    spool: { ...spool, ...choices.spool },
    submit:
      choices.submit ??
      (async (message) => {
        const document = await spool.staged(message.documentIds[0] ?? '');
        taken.push({ message, text: await readFile(spool.pathOf(document.sha256), 'latin1') });
        return { itemId: `item-${taken.length}` };
      }),
    waiting: choices.waiting ?? (() => 0),
    limits: choices.limits ?? {},
  });
  onTestFinished(() => relay.stop());
  const password = relayPassword(randomBytes(relayPasswordBytes));
  await relay.addProgram({ name: 'erp', password, accountIds: [1, 2, 3] });
  await relay.start();
  const [first = ''] = relay.status().listening;
  return {
    relay,
    settings,
    folder,
    spool,
    taken,
    program: { user: 'erp', password },
    port: Number(first.slice(first.lastIndexOf(':') + 1)),
  };
}
