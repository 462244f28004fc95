import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { newAccountDraft } from '../../shared/account.ts';
import type { StateSnapshot } from '../../shared/app-state.ts';
import type { ComposeRequest } from '../../shared/compose-request.ts';
import type { Reply } from '../../shared/contract.ts';
import { isAgentRunning } from '../../main/agent/agent.ts';
import { readAgentHealth } from '../../main/agent/agent-health.ts';
import { joinProfile } from '../../main/owner/profile-session.ts';
import { startShell } from '../helpers/electron/shell.ts';
import type { ShellStart } from '../helpers/electron/shell.ts';
import { systemClock, systemRandom } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

async function start(options: Partial<ShellStart> = {}) {
  const folder = options.folder ?? (await temporaryFolder());
  const shell = await startShell({ ...options, folder });
  await shell.shown;
  onTestFinished(async () => {
    shell.kill('SIGKILL');
    await shell.exitCode;
  });
  const call = (method: string, input: unknown) =>
    shell.control.invoke('smtp-setup:call', 'page', [method, input]) as Promise<Reply<unknown>>;
  const state = async () => {
    const reply = (await call('stateGet', {})) as Reply<StateSnapshot>;
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.value.state;
  };
  return { folder, shell, call, state };
}

/** Computers of tests are slow at times. */
const patience = { timeout: 15_000 };

describe('before ready', () => {
  test('everything that Electron reads once is said in time', async () => {
    const { shell, folder } = await start();
    const seen = await shell.control.observe();
    const own = join(folder, 'smtp-setup', 'electron');
    expect(seen).toMatchObject({
      name: 'SMTP Setup',
      appUserModelId: 'org.smtp-setup.app',
      sandboxed: true,
      paths: { userData: own, sessionData: own },
      instanceData: { v: 1, mode: 'window' },
    });
    expect(seen.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
  });

  test('a profile of its own has a key store and a lock of its own', async () => {
    const folder = await temporaryFolder();
    const { shell } = await start({ folder, argv: ['--profile', join(folder, 'p')] });
    expect((await shell.control.observe()).paths['userData']).toBe(join(folder, 'p', 'electron'));
  });

  test('a second window of the profile is not opened: the process ends well and leaves the profile alone', async () => {
    const { shell, folder } = await start({ otherInstance: true });
    expect(await shell.exitCode).toBe(0);
    expect(await readdir(join(folder, 'smtp-setup'))).toEqual(['electron']);
  });

  test('an option without its value is a usage error', async () => {
    const { shell } = await start({ argv: ['--profile'] });
    expect(await shell.exitCode).toBe(64);
    expect(shell.written()).toBe('--profile needs a value.\n');
  });

  test('a sandbox for the self-test that is none is told, and nothing is tried', async () => {
    const folder = await temporaryFolder();
    const argv = ['--selftest', `--selftest-sandbox=${join(folder, 'none.json')}`];
    const { shell } = await start({ folder, argv, env: { TMPDIR: folder } });
    expect(await shell.exitCode).toBe(66);
    expect(shell.written()).toBe('The file of --selftest-sandbox, or its policy, cannot be read.\n');
  });

  test('an installed app neither starts without its checks nor opens a debugging port', async () => {
    const unchecked = await start({ packaged: true, argv: ['--ignore-certificate-errors'] });
    expect(await unchecked.shell.exitCode).toBe(64);
    expect(unchecked.shell.written()).toContain('--ignore-certificate-errors');
    const debugged = await start({ packaged: true, argv: ['--remote-debugging-port=9222'] });
    expect((await debugged.shell.control.observe()).switches).toEqual([]);
  });

  test('a profile folder that cannot be made is a clear error', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    const { shell } = await start({ folder, argv: ['--profile', join(folder, 'file')] });
    expect(await shell.exitCode).toBe(78);
    expect(shell.written()).toBe('The profile folder cannot be made.\n');
  });

  test('an entry that fails ends a self-test with a code, and tells nothing of what was said', async () => {
    const { shell } = await start({ brokenEntry: true, argv: ['--selftest'] });
    expect(await shell.exitCode).toBe(70);
    expect(shell.written()).toMatch(/^uncaught exception: Error\n\s+at /);
    expect(shell.written()).not.toContain('canary');
    expect(shell.written()).not.toContain('box:');
  });

  test('a person is told when the entry fails', async () => {
    const { shell } = await start({ brokenEntry: true });
    expect(await shell.exitCode).toBe(70);
    expect(shell.written()).toContain('box: ');
  });
});

describe('the page', () => {
  test('comes from its own scheme, with its policy', async () => {
    const { shell } = await start();
    const { status, headers, body } = await shell.control.fetch('app://bundle/index.html', 'GET');
    expect(status).toBe(200);
    const nonce = /'nonce-([\w-]+)'/.exec(headers['content-security-policy'] ?? '')?.[1];
    const html = new TextDecoder().decode(body);
    expect(html).toContain(`nonce="${nonce}"`);
    expect(html).not.toContain('__CSP_NONCE__');
  });

  test.each([
    'app://bundle/../main/main.js',
    'app://bundle/%2e%2e/main/main.js',
    'app://bundle/..%2fmain%2fmain.js',
    'app://bundle/..%5cmain%5cmain.js',
    'app://bundle/package.json',
    'app://elsewhere/index.html',
  ])('nothing else on the disk is answered: %s', async (url) => {
    const { shell } = await start();
    expect(await shell.control.fetch(url, 'GET')).toMatchObject({ status: 404, body: new Uint8Array() });
  });

  test('is shown in a sandboxed window that it cannot leave', async () => {
    const { shell } = await start({ packaged: true });
    const [window] = (await shell.control.observe()).windows;
    expect(window).toMatchObject({ url: 'app://bundle/index.html', visible: true });
    expect(window?.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      devTools: false,
    });
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect(await shell.control.navigate(event, 'https://example.test/')).toBe(true);
    }
    expect(await shell.control.navigate('will-attach-webview', 'https://example.test/')).toBe(true);
    expect(await shell.control.openWindow('https://example.test/help')).toEqual({ action: 'deny' });
    expect(await shell.control.openWindow('file:///etc/passwd')).toEqual({ action: 'deny' });
    expect(await shell.control.openWindow('http://127.0.0.1:80/')).toEqual({ action: 'deny' });
    expect((await shell.control.observe()).opened).toEqual(['https://example.test/help']);
  });

  test('is given no permission but to write text to the clipboard', async () => {
    const { shell } = await start();
    const denied = { asked: false, checked: false, device: false };
    expect(await shell.control.permission('geolocation', 'app://bundle/')).toEqual(denied);
    expect(await shell.control.permission('clipboard-read', 'app://bundle/')).toEqual(denied);
    expect(await shell.control.permission('clipboard-sanitized-write', 'https://example.test/')).toEqual(
      denied,
    );
    expect(await shell.control.permission('clipboard-sanitized-write', 'app://bundle/')).toEqual({
      ...denied,
      asked: true,
      checked: true,
    });
  });

  test.each([
    'gone',
    { origin: 'https://example.test', inside: false },
    { origin: 'app://bundle', inside: true },
  ] as const)('is the only one that is answered, not %j', async (sender) => {
    const { shell } = await start();
    for (const channel of ['smtp-setup:call', 'smtp-setup:subscribe']) {
      expect(await shell.control.invoke(channel, sender, ['stateGet', {}])).toMatchObject({
        ok: false,
        error: { code: 'invalid-request' },
      });
    }
  });

  test('has no other channel into the shell than those of the contract and of requests', async () => {
    const { shell, call } = await start();
    expect(await call('settingsSave', { theme: 'dark' })).toMatchObject({ ok: true });
    const { channels, listeners, theme } = await shell.control.observe();
    expect(channels).toEqual(['smtp-setup:call', 'smtp-setup:subscribe', 'smtp-setup:take-requests']);
    expect(listeners).toEqual([]);
    expect(theme).toBe('dark');
  });
});

describe('the profile behind the window', () => {
  test('settings are kept by electron-store, for this user only', async () => {
    const { call, folder } = await start();
    expect(await call('settingsSave', { retentionDays: 30 })).toMatchObject({ ok: true });
    const path = join(folder, 'smtp-setup', 'settings.json');
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ settings: { retentionDays: 30 } });
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  test.each([
    ['a keyring', 'v11', 'operating-system'],
    ['only a password that everybody knows', 'v10', 'memory'],
  ] as const)('a Linux computer with %s keeps secrets as it should', async (_what, tag, storage) => {
    const { state } = await start({ safeStorage: { tag, mood: 'answers', keyReplaced: false } });
    expect((await state()).host).toMatchObject({
      kind: 'electron',
      platform: 'linux',
      secretStorage: storage,
    });
  });

  test('without a keyring, secrets are sealed with a key file where the administrator allows one', async () => {
    const folder = await temporaryFolder();
    const policy = join(folder, 'policy.json');
    const safeStorage = { tag: 'v10', mood: 'answers', keyReplaced: false } as const;
    await writeFile(policy, JSON.stringify({ version: 1, allowKeyFile: true }));
    const { state, call } = await start({ folder, safeStorage, argv: ['--policy', policy] });
    expect((await state()).host.secretStorage).toBe('key-file');
    const draft = { ...newAccountDraft, host: 'mail.example.com', user: 'anna@example.com' };
    const input = { accountId: null, draft, password: 'canary', pendingGrantId: null, signOut: false };
    expect(await call('accountsSave', input)).toMatchObject({ ok: true, value: { passwordSet: true } });
    const profile = join(folder, 'smtp-setup');
    expect((await stat(join(profile, 'vault.key'))).mode & 0o077).toBe(0);
    const [sealed = ''] = await readdir(join(profile, 'vault'));
    expect(await readFile(join(profile, 'vault', sealed), 'utf8')).not.toContain('canary');
  });

  test('a key file is begun also where a keyring that is gone had sealed before', async () => {
    const folder = await temporaryFolder();
    const policy = join(folder, 'policy.json');
    await writeFile(policy, JSON.stringify({ version: 1, allowKeyFile: true }));
    const draft = { ...newAccountDraft, host: 'mail.example.com', user: 'anna@example.com' };
    const input = { accountId: null, draft, password: 'canary', pendingGrantId: null, signOut: false };
    const before = await start({ folder, argv: ['--policy', policy] });
    expect(await before.call('accountsSave', input)).toMatchObject({ ok: true });
    before.shell.kill('SIGKILL');
    await before.shell.exitCode;
    const safeStorage = { tag: 'v10', mood: 'answers', keyReplaced: false } as const;
    const { call } = await start({ folder, safeStorage, argv: ['--policy', policy] });
    expect(await call('accountsSave', input)).toMatchObject({ ok: true, value: { passwordSet: true } });
  });

  test('a damaged file is said in the window, and stays as it is', async () => {
    const folder = await temporaryFolder();
    const profile = join(folder, 'p');
    await mkdir(profile);
    await writeFile(join(profile, 'accounts.json'), '{"accounts":');
    const { state, call } = await start({ folder, argv: ['--profile', profile] });
    expect((await state()).problems).toMatchObject([{ code: 'profile-unreadable' }]);
    expect(await call('settingsSave', { retentionDays: 30 })).toMatchObject({
      ok: false,
      error: { code: 'profile-unreadable' },
    });
    expect(await readFile(join(profile, 'accounts.json'), 'utf8')).toBe('{"accounts":');
  });

  test('a folder that this user may not open is said in the window too', async () => {
    const folder = await temporaryFolder();
    const profile = join(folder, 'p');
    await mkdir(join(profile, 'electron'), { recursive: true });
    await mkdir(join(profile, 'owner.lock'));
    const { state } = await start({ folder, argv: ['--profile', profile] });
    expect((await state()).problems).toMatchObject([{ code: 'profile-unreadable' }]);
  });

  test('secrets leave it only after the person agreed to a question of the app itself', async () => {
    const { shell, call } = await start();
    const exported = () => call('exportProfile', { passphrase: 'granite otter violin' });
    expect(await exported()).toMatchObject({ ok: false, error: { code: 'export-declined' } });
    expect((await shell.control.observe()).boxes).toEqual(['Export passwords and sign-ins?']);
    await shell.control.press('Export with Secrets');
    expect(await exported()).toMatchObject({ ok: true, value: { fileName: 'smtp-setup.json' } });
  });

  test('a wrong input is answered with its field, as anywhere else', async () => {
    const { call } = await start();
    expect(await call('settingsSave', { smtpTimeoutMs: 1 })).toMatchObject({
      ok: false,
      error: { code: 'setting-invalid', field: 'smtpTimeoutMs' },
    });
    expect(await call('constructor', {})).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
  });
});

describe('the agent that the system started', () => {
  /** As another program of the same profile. */
  async function asProgram(folder: string) {
    const session = await joinProfile({
      profileFolder: join(folder, 'smtp-setup'),
      startApp: () => Promise.reject(new Error('The shell owns the profile.')),
      ...{ clock: systemClock, random: systemRandom, log: () => undefined, platform: process.platform },
    });
    onTestFinished(session.close);
    return async <Value>(method: string, input: unknown) => {
      const reply = (await session.call(method, input, { origin: 'user' })) as Reply<Value>;
      if (!reply.ok) throw new Error(reply.error.message);
      return reply.value;
    };
  }
  const draft = { ...newAccountDraft, provider: 'google', host: 'smtp.gmail.com', user: 'ada@example.com' };

  test('has no window, looks after the profile, and opens no browser before somebody opens its window', async () => {
    const folder = await temporaryFolder();
    const shell = await startShell({ folder, argv: ['--agent'] });
    onTestFinished(async () => {
      shell.kill('SIGKILL');
      await shell.exitCode;
    });
    const profile = join(folder, 'smtp-setup');
    await expect.poll(() => readAgentHealth(profile), patience).toMatchObject({ role: 'owner' });
    expect(isAgentRunning(profile)).toBe(true);
    const ask = await asProgram(folder);
    const googleClient = { clientId: 'example', redirectPort: null, redirectPath: '/' };
    await ask('settingsSave', { googleClient });
    const saved = { accountId: null, draft, pendingGrantId: null, signOut: false };
    const { id } = await ask<{ id: number }>('accountsSave', saved);
    const wanted = { provider: 'google', accountId: id, dialogId: null, expected: '', sendThrough: 'smtp' };
    const { attemptId } = await ask<{ attemptId: string }>('signInStart', { ...wanted, openBrowser: true });
    await expect(ask('signInOpenAgain', { attemptId })).rejects.toThrow('The agent opens no browser.');
    // The system starting it once more is nobody who wants to see it.
    await shell.control.emit('second-instance', 'agent');
    expect(await shell.control.observe()).toMatchObject({ windows: [], opened: [], notices: [] });

    await shell.control.emit('second-instance', 'window');
    // What leaves the computer from a folder was chosen by a person, in a window that is not the page.
    const watched = { accountId: id, records: [], recipients: 'file-name', subject: '', body: '' };
    await expect(ask('watchFolderAdd', { ...watched, folder })).rejects.toThrow('Choose the folder first.');
    expect(await ask('watchStatus', {})).toEqual({ folders: [], canPick: true });
    await ask('signInOpenAgain', { attemptId });
    const seen = await shell.control.observe();
    expect([seen.windows.length, seen.opened.length]).toEqual([1, 1]);
    await shell.control.closeWindow();
    await expect(ask('signInOpenAgain', { attemptId })).rejects.toThrow('The agent opens no browser.');
  });

  test('the installed app is put on the list of what starts at log-in by its setting', async () => {
    const { call, folder } = await start({ packaged: true });
    const path = join(folder, 'autostart', 'smtp-setup-agent.desktop');
    expect(await call('settingsSave', { startAgentAtLogin: true })).toMatchObject({ ok: true });
    await expect.poll(() => readFile(path, 'utf8').catch(() => ''), patience).toMatch(/^Exec=.+ --agent$/m);
    await call('settingsSave', { startAgentAtLogin: false });
    await expect.poll(() => readFile(path, 'utf8').catch(() => 'gone'), patience).toBe('gone');
  });
});

describe('a command of the installed app', () => {
  const command = (folder: string, ...words: string[]) => run(folder, true, words);
  const run = async (folder: string, packaged: boolean, words: readonly string[]) => {
    const shell = await startShell({ folder, packaged, argv: ['--cli', '--', ...words] });
    const exitCode = await shell.exitCode;
    return { exitCode, written: shell.written() };
  };

  test('is answered by the window that is open, without a folder of Chromium in the profile', async () => {
    const { shell, folder, call } = await start({ packaged: true });
    await call('settingsSave', { retentionDays: 30 });
    const shown = await command(folder, 'settings', 'get', 'retentionDays', '--json');
    expect(shown).toEqual({ exitCode: 0, written: expect.stringContaining('30') });
    expect((await shell.control.observe()).windows).toHaveLength(1);
    const policy = join(folder, 'policy.json');
    await writeFile(policy, JSON.stringify({ version: 1, settings: { retentionDays: 77 } }));
    const other = await run(folder, false, ['settings', 'get', 'retentionDays', '--policy', policy]);
    expect(other.written).toContain('note: the profile is open in another program, so its --policy');
    expect(other).toEqual({ exitCode: 0, written: expect.stringContaining('30') });
    const wrong = await command(folder, 'settings', 'get', 'nothing');
    expect(wrong).toMatchObject({ exitCode: 65, written: expect.stringContaining('nothing') });
  });

  test('has its own policy file in the app that it starts', async () => {
    const folder = await temporaryFolder();
    const policy = join(folder, 'policy.json');
    await writeFile(policy, JSON.stringify({ version: 1, settings: { retentionDays: 77 } }));
    const words = ['settings', 'get', 'retentionDays', '--policy', relative(process.cwd(), policy)];
    expect(await run(folder, false, words)).toEqual({ exitCode: 0, written: '77\n' });
  });

  test('does not start an app that would refuse what it was given, and says why', async () => {
    const folder = await temporaryFolder();
    const given = (name: string) => command(folder, 'accounts', 'list', name, join(folder, 'none'));
    const [policy, certificates] = await Promise.all([given('--policy'), given('--ca-file')]);
    expect(policy.written).toContain('--policy only counts in a development build');
    expect(certificates.written).toContain('The file of --ca-file does not exist or may not be read');
    expect([policy.exitCode, certificates.exitCode]).not.toContain(0);
  });

  test('starts the owner of the profile where none runs; it serves the next ones too, and ends when nobody comes', async () => {
    const folder = await temporaryFolder();
    const profile = join(folder, 'p');
    const given = ['--profile', profile, '--json'];
    const set = await command(folder, 'settings', 'set', 'retentionDays', '41', ...given);
    expect(set.exitCode).toBe(0);
    const get = await command(folder, 'settings', 'get', 'retentionDays', ...given);
    expect(get).toMatchObject({ exitCode: 0, written: expect.stringContaining('41') });
    expect(await readdir(profile)).toContain('owner.json');
    await expect.poll(() => readdir(profile), patience).not.toContain('owner.json');
  });

  test('may be followed by a person: the owner that it started opens the window, and ends with it', async () => {
    const folder = await temporaryFolder();
    const shell = await startShell({ folder, argv: ['--host', '--profile', join(folder, 'p')] });
    onTestFinished(async () => {
      shell.kill('SIGKILL');
      await shell.exitCode;
    });
    await shell.control.emit('second-instance', 'host');
    expect((await shell.control.observe()).windows).toEqual([]);
    await shell.control.emit('activate');
    expect((await shell.control.observe()).windows).toHaveLength(1);
    await expect.poll(() => isAgentRunning(join(folder, 'p')), patience).toBe(true);
    shell.control.closeWindow().catch(() => undefined);
    expect(await shell.exitCode).toBe(0);
  });

  test('says so when the profile cannot be opened', async () => {
    const folder = await temporaryFolder();
    const profile = join(folder, 'p');
    await mkdir(profile);
    await writeFile(join(profile, 'accounts.json'), '{"accounts":');
    const failed = await command(folder, 'accounts', 'list', '--profile', profile, '--json');
    expect(JSON.parse(failed.written)).toMatchObject({ error: { code: 'profile-unreadable' } });
    expect(failed.exitCode).not.toBe(0);
  });
});

describe('what the system hands over', () => {
  const taken = (shell: Awaited<ReturnType<typeof start>>['shell'], sender: 'page' | 'gone' = 'page') =>
    shell.control.invoke('smtp-setup:take-requests', sender, []) as Promise<readonly ComposeRequest[]>;
  const ofSubject = (subject: string) => [expect.objectContaining({ subject })];

  test('a link of the start is there for the page once, and for nobody else', async () => {
    const argv = ['--', 'mailto:a@x.test?subject=Hi&attach=/etc/passwd'];
    const { shell } = await start({ packaged: true, argv });
    expect(await taken(shell, 'gone')).toEqual([]);
    expect(await taken(shell)).toEqual([
      { to: 'a@x.test', cc: '', bcc: '', subject: 'Hi', body: '', documents: [] },
    ]);
    expect(await taken(shell)).toEqual([]);
    expect((await shell.control.observe()).instanceData).toMatchObject({ links: [argv[1]], paths: [] });
  });

  test('what a start names is found from where it was started, and that folder is not held on to', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'policy.json'), JSON.stringify({ version: 1, setBy: 'IT' }));
    await writeFile(join(folder, 'offer.pdf'), 'offer');
    const argv = ['--profile', 'p', '--policy', 'policy.json', 'offer.pdf'];
    const { shell, state } = await start({ folder, cwd: folder, argv });
    expect((await state()).policy).toMatchObject({ status: 'active' });
    await expect.poll(() => taken(shell), patience).toMatchObject([{ documents: [{ name: 'offer.pdf' }] }]);
    const { cwd, paths } = await shell.control.observe();
    expect(paths['userData']).toBe(join(folder, 'p', 'electron'));
    expect(cwd).not.toBe(folder);
  });

  test('macOS may hand over a link before ready and a file at any time', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'offer.pdf'), 'offer');
    const handedBeforeReady = ['smtp-setup:compose?subject=early'];
    const { shell } = await start({ folder, handedBeforeReady });
    expect(await taken(shell)).toEqual(ofSubject('early'));
    expect(await shell.control.hand(join(folder, 'offer.pdf'))).toBe(true);
    await expect
      .poll(() => taken(shell), patience)
      .toMatchObject([{ to: '', documents: [{ name: 'offer.pdf', document: { sizeBytes: 5 } }] }]);
  });

  test('a second start hands its links and files to the one that runs, which comes to the front', async () => {
    const { shell, folder } = await start();
    await writeFile(join(folder, 'a.pdf'), 'a');
    await mkdir(join(folder, 'folder'));
    const before = (await shell.control.observe()).windows[0]?.shows ?? 0;
    const pushed = new Promise<void>((done) =>
      shell.onPush((channel) => channel === 'smtp-setup:requests' && done()),
    );
    const paths = ['a.pdf', 'missing.pdf', 'folder'].map((name) => join(folder, name));
    await shell.control.emit('second-instance', 'window', { links: ['mailto:b@x.test'], paths });
    await pushed;
    expect(await taken(shell)).toMatchObject([
      { to: 'b@x.test', documents: [] },
      {
        to: '',
        documents: [
          { name: 'a.pdf', document: { name: 'a.pdf', sizeBytes: 1 } },
          { name: 'missing.pdf', failure: { code: 'document-unreadable' } },
          { name: 'folder', failure: { code: 'document-unreadable' } },
        ],
      },
    ]);
    expect((await shell.control.observe()).windows[0]?.shows).toBe(before + 1);
    for (const told of [
      { paths: 'x', links: 7 },
      { links: ['https://x.test'] },
      { v: 2, links: ['mailto:c@x'] },
    ]) {
      await shell.control.emit('second-instance', 'window', told);
    }
    expect(await taken(shell)).toEqual([]);
  });
});

describe('the tray', () => {
  test('shows how the agent is, and brings the window, a new message and the end', async () => {
    const folder = await temporaryFolder();
    const shell = await startShell({ folder, argv: ['--agent'], env: { DISPLAY: ':0' } });
    onTestFinished(async () => {
      shell.kill('SIGKILL');
      await shell.exitCode;
    });
    const tray = async () => (await shell.control.observe()).tray;
    await expect.poll(tray, patience).toMatchObject({ toolTip: 'SMTP Setup: Everything is ready.' });
    expect((await tray())?.labels).toEqual([
      ...['Open SMTP Setup', 'New Message', 'Everything is ready.', 'Quit SMTP Setup'],
    ]);
    await shell.control.chooseInTray('New Message');
    expect((await shell.control.observe()).windows).toHaveLength(1);
    await shell.shown;
    const taken = () => shell.control.invoke('smtp-setup:take-requests', 'page', []);
    await expect.poll(taken, patience).toMatchObject([{ to: '', subject: '', documents: [] }]);
    await shell.control.power('suspend');
    await shell.control.power('resume');
    shell.control.chooseInTray('Quit SMTP Setup').catch(() => undefined);
    expect(await shell.exitCode).toBe(0);
  });

  test('has no icon where the window is all there is, or no screen', async () => {
    const { shell, state } = await start({ env: { DISPLAY: ':0' } });
    await state();
    expect((await shell.control.observe()).tray).toBeNull();
  });
});

describe('the life of the app', () => {
  test('starting it again brings the window to the front', async () => {
    const { shell } = await start();
    const before = (await shell.control.observe()).windows[0]?.shows ?? 0;
    await shell.control.emit('second-instance');
    const { windows } = await shell.control.observe();
    expect(windows).toHaveLength(1);
    expect(windows[0]?.shows).toBe(before + 1);
  });

  test('Check for Updates in the menu is answered in the window, which knows that it has no sandbox', async () => {
    const { shell, state } = await start({ argv: ['--no-sandbox'] });
    expect((await state()).host.withoutSandbox).toBe(true);
    await shell.control.choose('Check for Updates…');
    await expect
      .poll(async () => (await state()).update, patience)
      .toEqual({ stage: 'off', because: 'development', asked: true });
  });

  test('it ends with its window, and the profile is free again', async () => {
    const folder = await temporaryFolder();
    const one = await start({ folder });
    await one.state();
    // The process may be gone before it can say that the window is closed.
    one.shell.control.closeWindow().catch(() => undefined);
    expect(await one.shell.exitCode).toBe(0);
    const two = await start({ folder });
    expect((await two.state()).problems).toEqual([]);
  });
});
