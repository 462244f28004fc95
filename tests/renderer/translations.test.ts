import { describe, expect, test } from 'vitest';
import { english } from '../../renderer/words/en/catalog.ts';
import { diagnose } from '../../renderer/words/en/diagnose.ts';
import { lateEnglish } from '../../renderer/words/en/late-catalog.ts';
import { loadWords } from '../../renderer/words/load-words.ts';
import { withAllForms } from '../../renderer/words/plural-forms.ts';
import type { WordTree } from '../../renderer/words/pseudo.ts';
import { createWords, formatLocale } from '../../renderer/words/words.ts';
import type { Words } from '../../renderer/words/words.ts';
import { french } from '../../renderer/words/fr/catalog.ts';
import { spanish } from '../../renderer/words/es/catalog.ts';
import { polish } from '../../renderer/words/pl/catalog.ts';
import { german } from '../../renderer/words/de/catalog.ts';
import { chosenLanguage, firstLanguage, languageNames } from '../../shared/languages.ts';
import type { OtherLanguage } from '../../shared/languages.ts';
import { sameInEnglish } from '../helpers/same-in-english.ts';

const translations: Readonly<Record<OtherLanguage, Words>> = {
  de: german,
  fr: french,
  es: spanish,
  pl: polish,
};
const languages = Object.keys(translations) as OtherLanguage[];

function leaves(tree: WordTree, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : leaves(value, `${path}${key}.`),
  );
}

const englishTexts = new Map([...leaves({ ...english, ...lateEnglish }), ...leaves({ diagnose })]);

/** The English text that a translated one stands for; other plural forms stand for that of many. */
const englishOf = (key: string): string =>
  englishTexts.get(key) ?? englishTexts.get(key.replace(/_(few|many)$/, '_other')) ?? '';

const textsOf = (language: OtherLanguage) => {
  const { words, diagnose: ofChecks } = translations[language];
  return [...leaves(words), ...leaves({ diagnose: ofChecks })].map(([key, text]) => ({
    key,
    text,
    source: englishOf(key),
  }));
};

/** What is filled in or stays as it is in every language: `{{name}}`, `{0}`, tags, addresses, switches. */
const fixedParts = (text: string): readonly string[] =>
  [
    ...text.matchAll(
      /\{\{\w+\}\}|(?<!\{)\{\w+\}(?!\})|<\/?\w+>|https?:\/\/\S*\w|[\w.]+@[\w.]*\w|--[\w-]+|\n|\b(?:STARTTLS|\d{3,})\b/g,
    ),
  ]
    .map(([part]) => part)
    .toSorted();

/** Names of buttons, columns and menu items: no sentences. */
const isLabel = (source: string) => source.length <= 30 && !/[.?:]( |$)|\{\{/.test(source);
/** Names stand in one line; sentences wrap, but nobody reads half a page where English says it in two lines. */
const longest = (source: string) => (isLabel(source) ? source.length * 1.6 + 8 : source.length * 1.5 + 24);

/** Places whose width words do not change, with the characters that they have room for; a browser sees the others. */
const narrowPlaces: readonly (readonly [RegExp, number])[] = [
  // Four tabs share a window of 720 pixels; a narrower one cuts them.
  [/^shell\.modules\./, 17],
  // Cells of columns whose first width is the same in every language, with an icon.
  [/^outbox\.states\./, 18],
  [/^transfer\.importing\.actions\./, 9],
  [/^outbox\.atOnce$/, 8],
  [/^accounts\.tlsMethods\./, 12],
  // The ends of lines in the Check, and of number fields.
  [/^diagnose\.stepStates\./, 14],
  [/^settings\.units\./, 5],
  // What is chosen in a list of Settings and of its dialogs.
  [/^(oauthClients\.(sources|types|tenants|clouds)|customProviders\.authentications)\./, 44],
  [/^watchFolders\.(recipients\.|dialog\.byRecords)/, 44],
  // Labels beside the fields of a message.
  [/^compose\.(account|records|to|cc|bcc|subject|body|sendAt)$/, 17],
  // Several buttons in one row: of a bar beside its text, of a toolbar before commands go into its menu.
  [/^shell\.update\.(install|download)$/, 30],
  [/^(compose|outbox|settings)\.toolbar\.(?!label|groupsLabel|filter)/, 25],
];

describe.each(languages)('the words of %s', (language) => {
  test('fill in and keep what English does', () => {
    const wrong = textsOf(language).filter(
      ({ text, source }) => String(fixedParts(text)) !== String(fixedParts(source)),
    );
    expect(wrong).toEqual([]);
  });

  test('are all translated, but for what is the same in both languages', () => {
    const same = textsOf(language)
      .filter(({ text, source }) => text === source && /\p{L}/u.test(text.replaceAll(/\{\{\w+\}\}/g, '')))
      .map(({ text }) => text);
    expect([...new Set(same)].toSorted()).toEqual(sameInEnglish[language].toSorted());
  });

  test('take not much more room than English does', () => {
    const tooLong = textsOf(language).filter(({ text, source }) => text.length > longest(source));
    expect(tooLong.map(({ key, text }) => `${key}: ${text}`)).toEqual([]);
  });

  test.each(narrowPlaces)(
    'fit into a place that stays as it is: %s has room for %i characters',
    (keys, most) => {
      const there = textsOf(language).filter(({ key }) => keys.test(key));
      expect(there.length).toBeGreaterThan(0);
      expect(
        there.filter(({ text }) => text.length > most).map(({ key, text }) => `${key}: ${text}`),
      ).toEqual([]);
    },
  );

  test('end as English does: a sentence with a full stop, a name without', () => {
    const end = (text: string) => /[.?:…]$/.exec(text.replace(/[\s\u00a0\u202f]+(?=[?:]$)/, ''))?.[0] ?? '';
    expect(textsOf(language).filter(({ text, source }) => end(text) !== end(source))).toEqual([]);
  });

  test('are written without slips of the keyboard', () => {
    const slips = textsOf(language).filter(
      ({ text, source }) =>
        /["']\w|\w"|\.\.\.| {2}|^\s|\s$/.test(text.replaceAll(/\b(d|j|l|m|n|s|c|qu|t)['’]/giu, '')) &&
        !/["']\w|\w"|\.\.\.| {2}/.test(source),
    );
    expect(slips).toEqual([]);
  });

  test('have a form for every number', () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    const { words } = translations[language];
    const keys = new Set(leaves(withAllForms(words, language)).map(([key]) => key));
    for (const key of [...englishTexts.keys()].filter((each) => each.endsWith('_other'))) {
      if (key.startsWith('diagnose.')) continue;
      for (const form of pluralCategories) expect(keys).toContain(key.replace(/other$/, form));
    }
  });

  test('come when they are asked for, checks included', async () => {
    const words = await loadWords(language);
    expect(words.language).toBe(language);
    expect(words.t('shell.undo')).not.toBe(createWords('en').t('shell.undo'));
    expect(words.t('transfer.importing.choose')).toMatch(/…$/);
    expect(words.getFixedT(null, 'diagnose')('check.running')).not.toBe(diagnose.check.running);
    expect(words.t('accounts.summary.accounts', { count: 1_000_000 })).not.toContain('accounts');
  });
});

describe('the language of the window', () => {
  test('is the one of the setting, whatever its region', () => {
    expect(chosenLanguage('de-CH', ['en'])).toBe('de');
    expect(chosenLanguage('pt-BR', ['de'])).toBe('en');
  });

  test('is the first of the system that there are words in where the setting is empty', () => {
    expect(chosenLanguage('', ['pt-BR', 'de-AT', 'en'])).toBe('de');
    expect(firstLanguage([])).toBe('en');
  });

  test('is offered by its own name, with its own way to write dates', () => {
    for (const [tag, name] of Object.entries(languageNames)) {
      expect(new Intl.DisplayNames([tag], { type: 'language' }).of(tag)?.toLowerCase()).toBe(
        name.toLowerCase(),
      );
      expect(formatLocale(tag)).toBe(tag);
    }
  });
});
