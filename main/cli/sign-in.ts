import { sendThroughs } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import type { SignInView } from '../../shared/message.ts';
import type { SignInBrowser } from '../../shared/settings.ts';
import { accountOf, stateOf } from './accounts.ts';
import { cardFor, cardText } from './card-text.ts';
import type { Command, CommandContext } from './command.ts';
import { accountValueError, oneOf } from './option-values.ts';
import { readPassword } from './read-password.ts';
import { printable } from './table.ts';
import { usageError } from './usage-error.ts';

/** `sign-in ID`: the only verb that opens a browser; by a code, or with a refresh token from elsewhere, it needs none. */
export const signIn: Command = async (context) => {
  const { call, options, clock, interrupted } = context;
  const row = await accountOf(context, context.positionals[0] ?? '');
  const provider = options.text('provider') ?? row.provider;
  const { providers, settings } = await stateOf(context);
  const known = providers.find(({ id }) => id === provider);
  if (!known) {
    const ids = providers.map(({ id }) => id).join(' or ');
    throw accountValueError(
      'provider',
      provider === 'none' ? `is needed: ${ids}` : `must be ${ids}, not "${provider}"`,
    );
  }
  const refreshToken = await readPassword(context, 'refresh-token');
  const byCode = options.flag('device-code');
  if (byCode && refreshToken !== undefined) {
    throw usageError('Give --device-code or a refresh token, not both.', 'device-code');
  }
  const view = await call(
    'signInStart',
    {
      provider,
      accountId: row.id,
      dialogId: null,
      expected: row.signInAccount || row.user,
      sendThrough:
        oneOf(options, 'send-through', sendThroughs) ??
        (provider === row.provider ? row.sendThrough : (known.presets[0]?.sendThrough ?? row.sendThrough)),
      ...(options.flag('allow-large-messages') && { permissions: ['large-messages'] }),
      openBrowser: false,
      ...(refreshToken !== undefined && { refreshToken }),
      ...(byCode && { deviceCode: true }),
    },
    'user',
  );
  const cancel = () =>
    void call('signInCancel', { attemptId: view.attemptId }, 'user').catch(() => undefined);
  interrupted.addEventListener('abort', cancel, { once: true });
  try {
    const minutes = Math.max(1, Math.round((view.expiresAtMs - clock.nowMs()) / 60_000));
    if (byCode) tellCode(context, view, minutes);
    else if (refreshToken === undefined) {
      context.tell(`Waiting for your browser (${minutes} min). If it does not open: ${view.url}`);
      await openLink(context, view, settings.signInBrowser);
    }
    const done = await followSignIn(context, view);
    if (done.stage !== 'signed-in') {
      const { code, message, detail, field } = done.failure;
      const card = cardFor({ code, ...(detail && { detail }) }, { ...row, provider }, providers);
      // The error repeats what the provider said.
      if (card.id !== null) context.tell(cardText({ ...card, details: [] }));
      throw new AppError(code, message, { ...(detail && { detail }), ...(field !== undefined && { field }) });
    }
    const { signedInAs } = done;
    return {
      value: { ...(byCode && { event: 'signed-in' }), accountId: row.id, provider, signedInAs },
      text: `Signed in as ${printable(signedInAs)}.`,
    };
  } finally {
    interrupted.removeEventListener('abort', cancel);
  }
};

/** `sign-out ID` */
export const signOut: Command = async (context) => {
  const row = await accountOf(context, context.positionals[0] ?? '');
  const answer = await context.call('signOut', {
    accountId: row.id,
    allAccounts: context.options.flag('all-accounts'),
  });
  const others = answer.sharedBy - 1;
  const text = [
    answer.sharedBy === 0
      ? `Nobody was signed in for account ${row.id}.`
      : `Signed out of account ${row.id}.`,
    ...(others > 0 && !context.options.flag('all-accounts')
      ? [
          `${others} other ${others === 1 ? 'account keeps' : 'accounts keep'} the sign-in; --all-accounts ends it for all.`,
        ]
      : []),
    ...(answer.consentPageUrl === null ? [] : [`The permission is removed at ${answer.consentPageUrl}`]),
  ];
  return { value: answer, text: text.join('\n') };
};

/** What is passed on to the owner of the mailbox; with `--json` the first of two events, on a line of its own. */
function tellCode({ json, print, tell }: CommandContext, view: SignInView, minutes: number): void {
  const { url, userCode = '', expected, expiresAtMs } = view;
  if (json) return print(JSON.stringify({ event: 'code', url, userCode, expected, expiresAtMs }));
  const owner = expected === '' ? 'The owner of the mailbox' : printable(expected);
  tell(
    [
      `${owner} opens ${url} in any browser, enters the code ${userCode} and signs in.`,
      'Give the code to nobody else: whoever signs in with it lets this computer send as them.',
      `Waiting (${minutes} min).`,
    ].join('\n'),
  );
}

/** A link that no browser took can still be copied by the person. */
async function openLink(
  { openBrowser, tellAlways }: CommandContext,
  { url }: SignInView,
  browser: SignInBrowser,
): Promise<void> {
  try {
    await openBrowser(url, browser);
  } catch {
    tellAlways({ message: 'No browser could be opened. Copy this link into one:', url });
  }
}

type Ended = Exclude<SignInView, { stage: 'waiting' | 'checking' }>;

/**
 * Answers how a sign-in ended.
 *
 * @throws {AppError} `sign-in-cancelled` — a newer attempt took its place, or the program that carried it is gone
 */
function followSignIn({ onState, tell }: CommandContext, started: SignInView): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let last: string = started.stage;
    const stop = onState((push) => {
      const view = 'state' in push ? push.state.signIn : push.slices.signIn;
      if (view === undefined) return;
      if (view === null || view.attemptId !== started.attemptId) {
        setImmediate(() => stop());
        const message = 'The sign-in was ended by another program, or by a newer sign-in.';
        return reject(new AppError('sign-in-cancelled', message));
      }
      if (view.stage === 'checking' && last !== 'checking') tell('Checking account.');
      last = view.stage;
      if (view.stage === 'waiting' || view.stage === 'checking') return;
      // The first push comes before `stop` is there.
      setImmediate(() => stop());
      resolve(view);
    });
  });
}
