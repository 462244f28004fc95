import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Reply } from '../../shared/contract.ts';
import type { ImportPlan } from '../../shared/transfer.ts';
import { startApp } from '../helpers/start-app.ts';
import type { TestApp } from '../helpers/start-app.ts';
import { hostileFiles } from './hostile-files.ts';
import type { HostileFile } from './hostile-files.ts';

const inputOf = ({ bytes, passphrase }: HostileFile) => ({
  base64: Buffer.from(bytes).toString('base64'),
  passphrase,
});

const isSmall = ({ bytes }: HostileFile) => bytes.length < 1_000_000;

/** What became of a file, in a line. */
function outcome(reply: Reply<ImportPlan>): string {
  if (!reply.ok) return `${reply.error.code} ${reply.error.message}`;
  const { rows, settings, format } = reply.value;
  const rowTexts = rows.map(({ action, failure }) =>
    [action, failure?.code, failure?.field].filter(Boolean).join(' '),
  );
  const settingTexts = settings.map(({ action, failure }) =>
    [action, failure?.code].filter(Boolean).join(' '),
  );
  return [
    ...(rows.length > 0 || format === 'csv' ? [`rows: ${rowTexts.join(', ')}`.trim()] : []),
    ...(settings.length > 0 ? [`settings: ${settingTexts.join(' ')}`] : []),
  ].join('; ');
}

const filesOf = (app: TestApp) =>
  Promise.all(
    ['accounts.json', 'settings.json'].map((name) =>
      readFile(join(app.profileFolder, name), 'utf8').catch(() => 'none'),
    ),
  );

test(
  '200 damaged and hostile files are refused, or taken row by row, each with its reason',
  { timeout: 240_000 },
  async () => {
    const files = await hostileFiles();
    expect(files.length).toBeGreaterThan(200);
    const names = files.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
    const app = await startApp({ sandbox: null });
    await app.add({ host: 'mail.example.com', user: 'mine@example.com' });
    const before = await filesOf(app);
    const different: object[] = [];
    for (const hostile of files) {
      const { name, expected } = hostile;
      const reply = await app.reply('importPlan', inputOf(hostile));
      const found = outcome(reply);
      const isCode = /^(?:import-refused|passphrase-wrong)/.test(expected);
      if (isCode ? !found.startsWith(expected) : found !== expected)
        different.push({ name, expected, found: found.slice(0, 200) });
      if (!reply.ok) {
        expect(`${name}: ${reply.error.code}`).not.toContain('internal');
        // The ID of another plan opens no door.
        const input = { ...inputOf(hostile), planId: 'x'.repeat(43) };
        if (isSmall(hostile)) expect(await app.reply('importApply', input)).toEqual(reply);
      }
      expect(JSON.stringify(reply)).not.toMatch(/canary-password|geheim/);
    }
    expect(different).toEqual([]);
    // Looking changes nothing, and what is refused as a whole changes nothing either.
    expect(await filesOf(app)).toEqual(before);
    expect(app.logged.join('\n')).not.toMatch(/canary|geheim|example\.com/);
  },
);

test(
  'whatever of them goes in leaves a profile that is exported and imported again as it is',
  { timeout: 240_000 },
  async () => {
    const app = await startApp({ sandbox: null });
    await app.add({ host: 'mail.example.com', user: 'mine@example.com' });
    let taken = 0;
    for (const hostile of (await hostileFiles()).filter(isSmall)) {
      const input = inputOf(hostile);
      const plan = await app.reply('importPlan', input);
      if (!plan.ok) continue;
      const { planId, rows, settings } = plan.value;
      const result = await app.call('importApply', { ...input, planId });
      taken += 1;
      const count = (action: string) => rows.filter((row) => row.action === action).length;
      expect(result).toMatchObject({
        ...{
          added: count('added'),
          changed: count('changed'),
          same: count('same'),
          refused: count('refused'),
        },
        settingsChanged: settings.filter(({ action }) => action === 'changed').length,
      });
      const { text } = await app.call('exportProfile', { passphrase: null });
      const again = await app.call('importPlan', {
        base64: Buffer.from(text).toString('base64'),
        passphrase: null,
      });
      expect(new Set([...again.rows, ...again.settings].map(({ action }) => action)), hostile.name).toEqual(
        new Set(['same']),
      );
    }
    expect(taken).toBeGreaterThan(100);
    await app.restart();
    const csv = await app.call('exportAccounts', { accountIds: null });
    for (const delimiter of [',', ';', '\t']) {
      for (const cell of csv.text
        .split('\r\n')
        .slice(1)
        .flatMap((line) => line.slice(1, -1).split(delimiter))) {
        expect(cell).not.toMatch(/^[\s"]*[=+\-@＝＋－＠]/u);
      }
    }
  },
);
