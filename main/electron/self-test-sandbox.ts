import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import * as z from 'zod';
import { newAccountDraft } from '../../shared/account.ts';
import type { SignInView } from '../../shared/message.ts';
import { isLoopbackHost } from '../accounts/host-name.ts';
import type { AgentCall } from '../agent/agent-call.ts';
import type { Clock } from '../ports.ts';
import { vaultFolder } from '../vault/vault-file.ts';
import { waitForEnd } from './self-test-mail.ts';
import { saw } from './self-test.ts';
import type { Seen } from './self-test.ts';

const onThisComputer = z.url().refine((text) => {
  const url = URL.parse(text);
  return url?.protocol === 'http:' && isLoopbackHost(url.hostname);
}, 'must be http on this computer');

const sandboxFormat = z.strictObject({
  /** Absolute; it sends the app to the providers of the sandbox. */
  policyFile: z.string().min(1),
  /** `GET <inbox>/messages` lists what was accepted. */
  inbox: onThisComputer,
  /** Takes `{ url, address }` by POST and signs that person in there, as somebody at a browser does. */
  browser: onThisComputer,
  /** Who signs in where. */
  people: z.strictObject({ google: z.string().min(1), microsoft: z.string().min(1) }),
});

/** Providers and mail servers that a self-test may use, on this computer. */
export type SelfTestSandbox = z.infer<typeof sandboxFormat>;

const received = z.array(z.object({ messageId: z.string().optional(), account: z.string() }));

/**
 * Reads the file of `--selftest-sandbox`, and looks whether its policy leads anywhere but to this computer.
 *
 * @param path absolute; null: none was given
 * @returns what is wrong, as a sentence, where it cannot be used
 */
export function readSelfTestSandbox(
  path: string | null,
): { readonly sandbox: SelfTestSandbox | null } | { readonly mistake: string } {
  if (path === null) return { sandbox: null };
  try {
    const sandbox = sandboxFormat.parse(JSON.parse(readFileSync(path, 'utf8')));
    const policy: unknown = JSON.parse(readFileSync(sandbox.policyFile, 'utf8'));
    if (staysHere(policy)) return { sandbox };
    return { mistake: 'The policy of --selftest-sandbox leads to another computer.' };
  } catch {
    return { mistake: 'The file of --selftest-sandbox, or its policy, cannot be read.' };
  }
}

interface Deps {
  readonly call: AgentCall;
  /** null: none was given, and nobody can sign in. */
  readonly sandbox: SelfTestSandbox | null;
  readonly provider: keyof SelfTestSandbox['people'];
  readonly profileFolder: string;
  readonly clock: Clock;
}

const lookEveryMs = 100;
const signedInWithinMs = 20_000;

/**
 * Signs in at the sandbox as a person does, keeps the grant, and sends a message by SMTP with the token of it.
 *
 * The browser is another program, which comes back to the loopback redirect; the grant is sealed when the account is saved, and opened
 * again by the first message.
 */
export async function signInAndSend(deps: Deps): Promise<Seen> {
  const { call, sandbox, provider, profileFolder, clock } = deps;
  if (sandbox === null) return { outcome: 'skipped', seen: 'no sandbox given' };
  const address = sandbox.people[provider];
  const { providers, host } = (await call('stateGet', {})).state;
  const presets = providers.find(({ id }) => id === provider)?.presets ?? [];
  const preset = presets.find(({ sendThrough }) => sendThrough === 'smtp');
  if (!preset) return saw(false, 'the policy of the sandbox does not count');

  const before = await countSealed(profileFolder);
  const signIn = await signInAs(deps, sandbox.browser, address);
  if (signIn.stage !== 'signed-in')
    return saw(false, `sign-in: ${'failure' in signIn ? signIn.failure.code : signIn.stage}`);
  const { locked: _locked, ...fields } = preset;
  const { id } = await call('accountsSave', {
    accountId: null,
    draft: { ...newAccountDraft, ...fields, provider, user: signIn.signedInAs },
    pendingGrantId: signIn.pendingGrantId,
    signOut: false,
  });
  if (host.secretStorage !== 'memory' && (await countSealed(profileFolder)) <= before)
    return saw(false, 'the grant is not sealed');

  const { itemId } = await call('outboxSubmit', {
    ...{ submissionKey: `self-test-${provider}-message`, accountId: id, records: [], documentIds: [] },
    ...{ to: [address], cc: [], bcc: [], subject: 'Self-test', body: 'Self-test' },
  });
  const ended = await waitForEnd(call, itemId, clock);
  if (ended !== 'sent') return saw(false, ended);
  const { messageId } = await call('outboxGet', { itemId });
  const arrived = received.parse(await (await fetch(`${sandbox.inbox}/messages`)).json());
  const isThere = arrived.some((each) => each.messageId === messageId && each.account === address);
  return saw(isThere, isThere ? `received, grant kept by ${host.secretStorage}` : 'not received');
}

/** Answers how the sign-in ended, or how it stood when the time was over. */
async function signInAs(
  { call, provider, clock }: Deps,
  browser: string,
  expected: string,
): Promise<SignInView> {
  const begun = await call('signInStart', {
    ...{ provider, accountId: null, dialogId: `self-test-${provider}`, expected },
    ...{ sendThrough: 'smtp', openBrowser: false },
  });
  await fetch(browser, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: begun.url, address: expected }),
  });
  for (const lastMs = clock.nowMs() + signedInWithinMs; ; await clock.sleep(lookEveryMs)) {
    const seen = (await call('stateGet', {})).state.signIn ?? begun;
    const isRunning = seen.stage === 'waiting' || seen.stage === 'checking';
    if (!isRunning || clock.nowMs() > lastMs) return seen;
  }
}

async function countSealed(profileFolder: string): Promise<number> {
  const files = await readdir(vaultFolder(profileFolder)).catch(() => []);
  return files.length;
}

/** Whether every address and every mail host in it is on this computer. */
function staysHere(value: unknown, name = ''): boolean {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).every(([member, inner]) => staysHere(inner, member));
  }
  if (typeof value !== 'string') return true;
  if (name === 'host') return isLoopbackHost(value);
  return isLoopbackHost(URL.parse(value)?.hostname || 'localhost');
}
