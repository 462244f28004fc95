import { expect, it } from 'vitest';
import { followLanguage } from '../../../main/electron/language.ts';
import { menuTemplate } from '../../../main/electron/menu.ts';
import { shellWords } from '../../../main/electron/words.ts';
import type { ShellWords } from '../../../main/electron/words.ts';
import { languageNames } from '../../../shared/languages.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import { createFakeAppPort } from '../../helpers/fake-app-port.ts';

const languages = Object.keys(languageNames);
const sayings = [
  'sign-in-needed',
  'sign-ins-ended',
  'batch-finished',
  'batch-needs-person',
  'sending',
  'accountsNeed',
  'messagesNeed',
  'quitText',
] as const satisfies readonly (keyof ShellWords)[];

it('the shell speaks the language of the setting, else the first of the system that it knows, else English', () => {
  expect(shellWords('de-AT', ['en-GB']).editMenu).toBe('Bearbeiten');
  expect(shellWords('', ['it-IT', 'de-CH', 'en']).editMenu).toBe('Bearbeiten');
  expect(shellWords('', ['it-IT']).editMenu).toBe('Edit');
  expect(shellWords('pseudo-rtl', ['de']).editMenu).toBe('Edit');
});

it('a changed language is spoken at once, and nothing is said anew when another setting changes', async () => {
  const app = createFakeAppPort();
  const spoken: string[] = [];
  await followLanguage(Promise.resolve(app), (setting) => void spoken.push(setting));
  app.change({ settings: { ...defaultSettings, language: 'de' } });
  app.change({ settings: { ...defaultSettings, language: 'de', theme: 'dark' } });
  expect(spoken).toEqual(['', 'de']);
});

it.each(languages)(
  'no item of the menu is left to the words of Electron, which are English (%s)',
  (language) => {
    const words = shellWords(language, []);
    for (const platform of ['darwin', 'win32'] as const) {
      for (const { submenu } of menuTemplate({
        platform,
        packaged: true,
        words,
        checkForUpdates: () => undefined,
      })) {
        const items = Array.isArray(submenu) ? submenu : [];
        expect(items.length).toBeGreaterThan(0);
        for (const { type, label } of items) if (type !== 'separator') expect(label).toMatch(/\p{L}/u);
      }
    }
  },
);

/** Longer texts end in an ellipsis on some systems, and what to do stands at their end. */
const shownOfNotice = 120;

it.each(languages)('a notification is read to its end, also with a large number in it (%s)', (language) => {
  const words = shellWords(language, []);
  for (const kind of ['sign-in-needed', 'sign-ins-ended', 'batch-finished', 'batch-needs-person'] as const)
    for (const count of [1, 2, 10_000]) expect(words[kind](count).length).toBeLessThanOrEqual(shownOfNotice);
  expect(words.inTray.length).toBeLessThanOrEqual(shownOfNotice);
});

it.each(languages)('one message and several are said as the language does (%s)', (language) => {
  for (const kind of sayings) {
    const say = shellWords(language, [])[kind];
    expect(say(1)).not.toMatch(/\d/);
    expect([2, 5, 22].map(say)).toEqual([2, 5, 22].map((count) => expect.stringContaining(String(count))));
    expect(say(2)).not.toBe(say(1));
  }
});
