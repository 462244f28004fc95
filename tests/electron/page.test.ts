import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startSelfTestSandbox } from '../../build/self-test/sandbox.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type { SelfTestReport } from '../../main/electron/self-test.ts';
import type { StateChange, StateSnapshot } from '../../shared/app-state.ts';
import type { Bridge } from '../../shared/bridge.ts';
import type { Reply } from '../../shared/contract.ts';
import { methodNames } from '../../shared/method-names.ts';
import { launchChromium } from '../helpers/chromium.ts';
import { openShellPage } from '../helpers/electron/page.ts';
import { startShell } from '../helpers/electron/shell.ts';
import type { ShellStart } from '../helpers/electron/shell.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

declare const smtpSetup: Bridge;

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function start(options: Partial<ShellStart> = {}) {
  const folder = await temporaryFolder();
  const shell = await startShell({ folder, ...options });
  onTestFinished(async () => {
    shell.kill('SIGKILL');
    await shell.exitCode;
  });
  await shell.shown;
  const opened = await openShellPage(browser, shell);
  onTestFinished(() => opened.page.context().close());
  return { folder, shell, ...opened };
}

const draft = {
  ...newAccountDraft,
  host: 'mail.example.test',
  user: 'ada@example.test',
  port: 25,
  tls: false,
};
const save = (host: string) => ({
  accountId: null,
  draft: { ...draft, host },
  pendingGrantId: null,
  signOut: false,
});

/** Computers of tests are slow at times. */
const patience = { timeout: 15_000 };

describe('the window, from the button to the file and back', () => {
  test('a new account is entered, kept and shown', async () => {
    const { page, folder, complaints } = await start();
    await page.getByRole('button', { name: 'Add', exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Email Server Hostname or IP Address').fill('mail.example.test');
    await dialog.getByLabel('SMTP User').fill('ada@example.test');
    await dialog.getByRole('button', { name: 'OK', exact: true }).click();
    await page.getByRole('grid').getByText('mail.example.test').waitFor();
    expect(complaints).toEqual([]);
    const kept = await readFile(join(folder, 'smtp-setup', 'accounts.json'), 'utf8');
    expect(kept).toContain('mail.example.test');
  });

  test('a link fills in Compose, asks before it takes the place of another message, and sends nothing', async () => {
    const argv = ['mailto:ada@example.test?subject=Offer&body=Dear%20Ada'];
    const { page, shell, folder, complaints } = await start({ argv });
    const subject = page.getByLabel('Subject');
    await expect.poll(() => subject.inputValue(), patience).toBe('Offer');
    expect(await page.getByLabel('To', { exact: false }).first().inputValue()).toBe('ada@example.test');
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('Dear Ada');

    await shell.control.emit('second-instance', 'window', { links: ['mailto:?subject=Other'] });
    const question = page.getByRole('alertdialog', { name: 'Begin another message?' });
    await question.getByRole('button', { name: 'Keep Writing' }).click();
    expect(await subject.inputValue()).toBe('Offer');
    await shell.control.emit('second-instance', 'window', { links: ['mailto:?subject=Other'] });
    await question.getByRole('button', { name: 'Begin Other Message' }).click();
    await expect.poll(() => subject.inputValue(), patience).toBe('Other');
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('');

    await writeFile(join(folder, 'offer.pdf'), 'offer');
    const paths = [join(folder, 'offer.pdf'), join(folder, 'gone.pdf')];
    await shell.control.emit('second-instance', 'window', { paths });
    const documents = page.getByRole('region', { name: 'Documents' }).getByRole('listitem');
    await expect
      .poll(() => documents.allTextContents(), patience)
      .toEqual([expect.stringMatching(/^offer\.pdf5/), expect.stringMatching(/^gone\.pdfNot added: /)]);
    expect(await documents.getByRole('button', { name: /again/ }).count()).toBe(0);
    expect(await subject.inputValue()).toBe('Other');
    const outbox = await page.evaluate(() =>
      smtpSetup.api.outboxPage({ states: [], beforeSequence: null, limit: 50 }),
    );
    expect(outbox).toMatchObject({ ok: true, value: { items: [] } });
    expect(complaints).toEqual([]);
  });

  test('what another window does is seen here at once', async () => {
    const { page, shell, complaints } = await start();
    await page.getByRole('button', { name: 'Add', exact: true }).first().waitFor();
    const reply = await shell.control.invoke('smtp-setup:call', 'page', [
      'accountsSave',
      save('other.example.test'),
    ]);
    expect(reply).toMatchObject({ ok: true, value: { host: 'other.example.test' } });
    await page.getByRole('grid').getByText('other.example.test').waitFor();
    expect(complaints).toEqual([]);
  });

  test('every list and page of the contract crosses unchanged', async () => {
    const { page, complaints } = await start();
    const replies = await page.evaluate(async () => {
      const { api } = smtpSetup;
      return [
        await api.stateGet({}),
        await api.accountsResolve({
          records: [{ businessObject: 'SystemUser', columns: { User_Name: 'sa' } }],
        }),
        await api.outboxPage({ states: [], beforeSequence: null, limit: 50 }),
        await api.settingsSave({ systemUser: 'zażółć 🙂' }),
      ];
    });
    expect(replies.map((reply) => reply.ok)).toEqual([true, true, true, true]);
    expect(replies[3]).toMatchObject({ value: { systemUser: 'zażółć 🙂' } });
    expect(complaints).toEqual([]);
  });
});

describe('what the page is given', () => {
  test('is the contract and the state, and nothing of the shell', async () => {
    const { page } = await start();
    const seen = await page.evaluate(() => ({
      bridge: Object.keys(smtpSetup).toSorted(),
      methods: Object.keys(smtpSetup.api),
      node: [
        typeof globalThis.process,
        typeof Reflect.get(globalThis, 'require'),
        typeof Reflect.get(globalThis, 'module'),
      ],
      channels: Object.getOwnPropertyNames(globalThis).filter((name) =>
        /ipc|electron|__invoke|__complain/i.test(name),
      ),
    }));
    expect(seen).toEqual({
      bridge: ['api', 'onRequest', 'onState'],
      methods: [...methodNames],
      node: ['undefined', 'undefined', 'undefined'],
      channels: [],
    });
  });

  test('tells a listener the snapshot and the changes, without the event, until it is ended', async () => {
    const { page } = await start();
    const heard = await page.evaluate(async () => {
      const pushes: unknown[][] = [];
      const next = Promise.withResolvers<void>();
      const end = smtpSetup.onState((...given: unknown[]) => {
        pushes.push(given);
        if (JSON.stringify(given).includes('"retentionDays":30')) next.resolve();
      });
      await smtpSetup.api.stateGet({});
      await smtpSetup.api.settingsSave({ retentionDays: 30 });
      await next.promise;
      end();
      const before = pushes.length;
      await smtpSetup.api.settingsSave({ retentionDays: 31 });
      await smtpSetup.api.stateGet({});
      return { pushes, more: pushes.length - before };
    });
    expect(heard.pushes.every((given) => given.length === 1)).toBe(true);
    const pushes = heard.pushes.map(([push]) => push as StateSnapshot | StateChange);
    expect(pushes[0]).toHaveProperty('state.accounts', []);
    expect(pushes.at(-1)).toMatchObject({ slices: { settings: { retentionDays: 30 } } });
    expect(heard.more).toBe(0);
  });

  test('answers a failure as data, with its field', async () => {
    const { page } = await start();
    const reply = await page.evaluate(() => smtpSetup.api.settingsSave({ smtpTimeoutMs: 1 }));
    expect(reply).toMatchObject({ ok: false, error: { code: 'setting-invalid', field: 'smtpTimeoutMs' } });
  });

  test('takes no function along', async () => {
    const { page } = await start();
    const call = page.evaluate(() =>
      smtpSetup.api.settingsSave({ systemUser: (() => 'x') as unknown as string }),
    );
    await expect(call).rejects.toThrow(/could not be cloned/);
  });

  test('holds no secret that went in', async () => {
    const { page, complaints } = await start();
    const replies = await page.evaluate(async (input) => {
      const saved = await smtpSetup.api.accountsSave({ ...input, password: 'canary-password' });
      return JSON.stringify([saved, await smtpSetup.api.stateGet({})]);
    }, save('mail.example.test'));
    const [saved] = JSON.parse(replies) as [Reply<{ passwordSet: boolean }>];
    expect(saved).toMatchObject({ ok: true, value: { passwordSet: true } });
    expect(replies).not.toContain('canary');
    expect(complaints).toEqual([]);
  });
});

describe('the policy of the page', () => {
  test('lets no inline script, no evaluated text and no foreign style in', async () => {
    const { page } = await start();
    const seen = await page.evaluate(async () => {
      const violated = new Set<string>();
      const allSeen = Promise.withResolvers<void>();
      document.addEventListener('securitypolicyviolation', (event) => {
        violated.add(event.effectiveDirective);
        if (violated.size === 5) allSeen.resolve();
      });
      // Chromium's remote protocol lets what it evaluates itself pass, so the page has to be the one who tries, a turn later.
      const evaluated = await new Promise((done) =>
        setTimeout(() => {
          try {
            // oxlint-disable-next-line no-implied-eval, no-new-func -- to see it refused
            done(new Function('return "ran"')());
          } catch {
            done('refused');
          }
        }),
      );
      const add = (name: string, fill: (element: HTMLElement) => void) => {
        const element = document.createElement(name);
        fill(element);
        document.head.append(element);
      };
      add('script', (element) => void (element.textContent = 'globalThis.inline = true'));
      add('style', (element) => void (element.textContent = 'body { outline: 1px solid red }'));
      add('iframe', (element) => element.setAttribute('src', 'https://example.test/'));
      const fetched = await fetch('https://example.test/').then(
        () => 'ran',
        () => 'refused',
      );
      await allSeen.promise;
      return {
        evaluated,
        fetched,
        inline: Reflect.get(globalThis, 'inline') === true,
        violated: [...violated].toSorted(),
      };
    });
    expect(seen).toEqual({
      evaluated: 'refused',
      fetched: 'refused',
      inline: false,
      violated: ['connect-src', 'frame-src', 'script-src', 'script-src-elem', 'style-src-elem'],
    });
  });
});

test('the self-test looks through the page, signs in and sends at a sandbox, writes what it saw and ends well', async () => {
  const folder = await temporaryFolder();
  const out = join(folder, 'report.json');
  const sandbox = await startSelfTestSandbox();
  onTestFinished(sandbox.close);
  const argv = ['--selftest', '--out', out, `--selftest-sandbox=${sandbox.file}`];
  // Installed, where no other policy file would count.
  const start = { folder, argv, withPage: true, packaged: true, env: { TMPDIR: folder } };
  const shell = await startShell(start);
  const { page } = await openShellPage(browser, shell);
  onTestFinished(() => page.context().close());
  const exitCode = await shell.exitCode;
  const { checks } = JSON.parse(await readFile(out, 'utf8')) as SelfTestReport;
  expect(checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  expect(checks).toHaveLength(15);
  expect(exitCode).toBe(0);
  const signedIn = sandbox.parts.log.smtpEvents().filter(({ kind, ok }) => kind === 'auth' && ok === true);
  expect(signedIn).toMatchObject([
    { port: 'implicit', mechanism: 'XOAUTH2', user: 'grace@harbor.test' },
    { port: 'starttls', mechanism: 'XOAUTH2', user: 'ben@contoso.test' },
  ]);
  expect((await readdir(folder)).filter((name) => name.includes('self-test'))).toEqual([]);
});
