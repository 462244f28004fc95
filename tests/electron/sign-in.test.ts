import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { responseWords } from '../../main/identity/response-words.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type { Bridge } from '../../shared/bridge.ts';
import { launchChromium } from '../helpers/chromium.ts';
import { openShellPage } from '../helpers/electron/page.ts';
import { startShell } from '../helpers/electron/shell.ts';
import { followSignIn } from '../helpers/follow-pages.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

declare const smtpSetup: Bridge;

let browser: Browser;
let sandbox: Sandbox;
beforeAll(async () => {
  [browser, sandbox] = await Promise.all([launchChromium(), startSandbox()]);
});
afterAll(async () => {
  await Promise.all([browser.close(), sandbox.close()]);
});

test.each([
  ['google', 'api', 'grace'],
  ['microsoft', 'smtp', 'ben'],
] as const)(
  'somebody signs in with %s, is told so in the language of the system, and sends; no secret leaves the vault',
  async (provider, sendThrough, name) => {
    const person = sandbox.people.find(({ address }) => address.startsWith(`${name}@`));
    const to = sandbox.people.find(({ address }) => address.startsWith('orders@'))?.address;
    if (!person || !to) throw new Error('the sandbox has other people');
    const folder = await temporaryFolder();
    const shell = await startShell({
      folder,
      argv: ['--policy', sandbox.policyFile],
      languages: ['it-IT', 'de-CH', 'en'],
    });
    onTestFinished(async () => {
      shell.kill('SIGKILL');
      await shell.exitCode;
    });
    const pushes: unknown[] = [];
    const landed: string[] = [];
    shell.onPush((channel, value) => {
      if (channel === 'opened')
        void followSignIn(String(value), person).then(({ body }) => landed.push(body));
      else pushes.push(value);
    });
    await shell.shown;
    const { page, complaints } = await openShellPage(browser, shell);
    onTestFinished(() => page.context().close());

    const { sent, replies } = await page.evaluate(
      async ({ start, draft, message }) => {
        const replies: object[] = [];
        const value = <Value>(reply: { ok: true; value: Value } | { ok: false; error: object }): Value => {
          replies.push(reply);
          if (reply.ok) return reply.value;
          throw new Error(JSON.stringify(reply.error));
        };
        /** Asks until the answer is there; each push may be the one that brings it. */
        const until = async <Value>(look: () => Promise<Value | null>): Promise<Value> => {
          const found = Promise.withResolvers<Value>();
          const end = smtpSetup.onState(() => {
            look().then((seen) => seen !== null && found.resolve(seen), found.reject);
          });
          try {
            return await found.promise;
          } finally {
            end();
          }
        };
        value(await smtpSetup.api.signInStart(start));
        const signIn = await until(async () => {
          const view = value(await smtpSetup.api.stateGet({})).state.signIn;
          return view === null || view.stage === 'waiting' || view.stage === 'checking' ? null : view;
        });
        if (signIn.stage !== 'signed-in') throw new Error(JSON.stringify(signIn));
        const preset = value(await smtpSetup.api.stateGet({}))
          .state.providers.find(({ id }) => id === start.provider)
          ?.presets.find((each) => each.sendThrough === start.sendThrough);
        if (!preset) throw new Error('no preset');
        const { locked: _locked, ...fields } = preset;
        const account = value(
          await smtpSetup.api.accountsSave({
            accountId: null,
            draft: { ...draft, ...fields, provider: start.provider, user: signIn.signedInAs },
            pendingGrantId: signIn.pendingGrantId,
            signOut: false,
          }),
        );
        const { itemId } = value(await smtpSetup.api.outboxSubmit({ ...message, accountId: account.id }));
        const sent = await until(async () => {
          const item = value(await smtpSetup.api.outboxGet({ itemId }));
          return ['queued', 'sending'].includes(item.state) ? null : item;
        });
        return { sent, replies };
      },
      {
        start: {
          provider,
          accountId: null,
          dialogId: randomBytes(12).toString('base64url'),
          expected: '',
          sendThrough,
          openBrowser: true,
        },
        draft: newAccountDraft,
        message: {
          submissionKey: randomBytes(12).toString('base64url'),
          records: [],
          to: [to],
          cc: [],
          bcc: [],
          subject: 'Invoice',
          body: 'Attached.',
          documentIds: [],
        },
      },
    );
    expect(sent).toMatchObject({ state: 'sent', because: null });
    expect(landed).toEqual([expect.stringContaining(responseWords.de['signed-in'].text)]);
    await page.getByRole('grid').getByText(person.address).first().waitFor();
    expect(complaints).toEqual([]);

    const profile = join(folder, 'smtp-setup');
    const files = (await readdir(profile, { recursive: true, withFileTypes: true })).filter((each) =>
      each.isFile(),
    );
    const texts = await Promise.all(
      files.map(async ({ parentPath, name: file }) =>
        (await readFile(join(parentPath, file))).toString('latin1'),
      ),
    );
    // All that crosses to the window.
    const everything = [JSON.stringify([replies, pushes]), await page.content(), shell.written(), ...texts];
    expect(replies.length).toBeGreaterThan(4);
    const secrets = sandbox.secrets();
    expect(secrets.length).toBeGreaterThan(3);
    expect(secrets.filter((secret) => everything.some((text) => text.includes(secret)))).toEqual([]);
  },
);
