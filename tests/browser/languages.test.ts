import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { windowLanguage } from '../../renderer/words/words.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { languageNames } from '../../shared/languages.ts';
import { createFakeApp } from '../helpers/fake-app.ts';
import { builtRenderer, openFakePage } from '../helpers/fake-page.ts';
import { layoutFaults } from '../helpers/layout.ts';
import { looksIn, showLook } from '../helpers/looks.ts';
import { accountScenes } from '../helpers/scenes/account-scenes.ts';
import { diagnoseScenes } from '../helpers/scenes/diagnose-scenes.ts';
import { messageScenes } from '../helpers/scenes/message-scenes.ts';
import { settingsScenes } from '../helpers/scenes/settings-scenes.ts';
import { transferScenes } from '../helpers/scenes/transfer-scenes.ts';

const languages = Object.keys(languageNames)
  .filter((tag) => tag !== 'en')
  .map(windowLanguage);

/** The scenes with the most words in the least room. */
const busiest = new Set([
  'accounts-troubled',
  'account-dialog-more',
  'sign-in-code',
  'sign-out-many',
  'check-blocked',
  'compose',
  'outbox-held',
  'settings-faults',
  'settings-lists',
  'import-plan',
]);
const scenes = [accountScenes, diagnoseScenes, messageScenes, settingsScenes, transferScenes]
  .flat()
  .filter(({ name }) => busiest.has(name));

test('the busiest scenes are all there', () => {
  expect(scenes.map(({ name }) => name).toSorted()).toEqual([...busiest].toSorted());
});

test.each(scenes)('"$name" has room for the words of every language', async ({ start, show }) => {
  const app = createFakeApp(start);
  const { page, complaints, close } = await openFakePage(app);
  await show(page, app);
  const looks = languages.flatMap(looksIn);
  // Sizes change the least often: each makes the whole page anew.
  for (const look of looks.toSorted((a, b) => (b.viewport?.width ?? 1280) - (a.viewport?.width ?? 1280))) {
    await showLook(page, app, look);
    expect.soft(await layoutFaults(page), look.name).toEqual([]);
  }
  expect(complaints).toEqual([]);
  await close();
});

describe('the words of a language', () => {
  const wordsFiles = async () => {
    const assets = join(await builtRenderer(), 'assets');
    return readdirSync(assets).filter((name) =>
      readFileSync(join(assets, name), 'utf8').includes('Postausgang'),
    );
  };

  test('are loaded by those who use it, and by nobody else', async () => {
    const files = await wordsFiles();
    expect(files).toHaveLength(1);
    const { page, close } = await openFakePage(createFakeApp());
    const loaded = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    );
    expect(loaded.some((name) => name.includes(files[0] ?? '?'))).toBe(false);
    await close();
  });

  test('are there before anything is drawn where the system speaks it', async () => {
    const { page, close } = await openFakePage(createFakeApp(), { locale: 'de-AT' });
    await page.getByRole('toolbar', { name: 'Befehle von SMTP Setup' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    await close();
  });

  test('never follow English ones, neither at a later start nor at the first', async () => {
    const app = createFakeApp({ state: { settings: { ...defaultSettings, language: 'de' } } });
    const { page, close } = await openFakePage(app, { locale: 'en-GB' });
    // What a person would read from the first frame on.
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      new MutationObserver(() => void seen.push(document.body?.textContent ?? '')).observe(document, {
        childList: true,
        subtree: true,
        characterData: true,
      });
    });
    const seenAtStart = async () => {
      await page.reload();
      await page.getByRole('tab').first().waitFor();
      return await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen.join(' '));
    };
    const later = await seenAtStart();
    expect(later).toContain('Hinzufügen');
    expect(later).not.toMatch(/Starting|\bAdd\b|Settings/);
    await page.addInitScript(() => localStorage.clear());
    const first = await seenAtStart();
    expect(first).toContain('Hinzufügen');
    expect(first).not.toMatch(/\bAdd\b|Settings/);
    await close();
  });
});
