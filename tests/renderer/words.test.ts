import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorCatalog } from '../../shared/errors.ts';
import { plainSettings } from '../../shared/settings.ts';
import { english } from '../../renderer/words/en/catalog.ts';
import { lateEnglish } from '../../renderer/words/en/late-catalog.ts';
import { addLateWords } from '../../renderer/words/late-words.ts';
import { pseudoText, pseudoWords } from '../../renderer/words/pseudo.ts';
import type { WordTree } from '../../renderer/words/pseudo.ts';
import { createWords, directionOf, formatLocale } from '../../renderer/words/words.ts';

const all = { ...english, ...lateEnglish };

function leaves(tree: WordTree, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : leaves(value, `${path}${key}.`),
  );
}

describe('the words for failures', () => {
  test('every code has a title and a way out, and no code is left over', () => {
    const { 'no-answer': noAnswer, ...codes } = english.failures.codes;
    expect(Object.keys(codes).toSorted()).toEqual(Object.keys(errorCatalog).toSorted());
    for (const { title, todo } of [...Object.values(codes), noAnswer]) {
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      expect(todo).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe('the words for settings', () => {
  test('every setting has a label and a help text', () => {
    const keys = Object.keys(plainSettings.unwrap().shape).toSorted();
    expect(Object.keys(english.settings.labels).toSorted()).toEqual(keys);
    expect(Object.keys(english.settings.help).toSorted()).toEqual(keys);
  });
});

describe('the English catalog', () => {
  test('says sign in and sent, never log in and delivered', () => {
    const wrong = leaves(all).filter(([, text]) =>
      /\blog[ -]?(in|on|out)\b(?! page)|delivered|login/i.test(text),
    );
    expect(wrong).toEqual([]);
  });

  test('has both forms of every plural', () => {
    const keys = new Set(leaves(all).map(([path]) => path));
    for (const key of keys) {
      if (key.endsWith('_one')) expect(keys).toContain(key.replace(/_one$/, '_other'));
      if (key.endsWith('_other')) expect(keys).toContain(key.replace(/_other$/, '_one'));
    }
  });

  test('counts as English does', () => {
    const { t } = createWords('en');
    expect(t('accounts.summary.accounts', { count: 1 })).toBe('1 account');
    expect(t('accounts.summary.accounts', { count: 0 })).toBe('0 accounts');
  });

  test('is whole once the late words are there, in every language and only once', () => {
    for (const language of ['en', 'pseudo-rtl', 'de'] as const) {
      const words = createWords(language);
      expect(words.exists('transfer.importing.title')).toBe(false);
      addLateWords(words);
      addLateWords(words);
      expect(words.t('transfer.importing.title')).toMatch(language === 'pseudo-rtl' ? /^⟦.*⟧$/u : /^Import$/);
      expect(words.t('shell.undo')).toBe(createWords(language).t('shell.undo'));
    }
    expect(Object.keys(english)).not.toContain('transfer');
  });

  test('is used where the words of a language cannot be loaded', () => {
    expect(createWords('de').t('shell.undo')).toBe('Undo');
  });
});

test('no word is left over: each stands somewhere in the window', () => {
  const folder = resolve(import.meta.dirname, '../../renderer');
  const files = globSync('**/*.{ts,tsx}', { cwd: folder }).filter((path) => !path.includes('words'));
  const source = files.map((path) => readFileSync(join(folder, path), 'utf8')).join('\n');
  const isUsed = (key: string) => {
    // `failures.codes.${code}.title` uses all below `failures.codes`.
    const parts = key.split('.');
    const sections = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
    return source.includes(`'${key}'`) || sections.some((section) => source.includes(`\`${section}.\${`));
  };
  const keys = leaves(all).map(([path]) => path.replace(/_(one|other)$/, ''));
  expect(keys.filter((key) => !isUsed(key))).toEqual([]);
});

describe('the test language', () => {
  test('is longer, marked, and keeps what is filled in', () => {
    expect(pseudoText('Remove {{count}} accounts?')).toMatch(/^⟦Réɱöṽé \{\{count\}\} àççöûñţš\? .+⟧$/u);
    const text = 'Nothing is saved before OK.';
    expect(pseudoText(text).length).toBeGreaterThanOrEqual(text.length * 1.3);
    expect(pseudoText('')).toBe('');
  });

  test('has every key of the English catalog', () => {
    const paths = (tree: WordTree) => leaves(tree).map(([path]) => path);
    expect(paths(pseudoWords(all))).toEqual(paths(all));
  });

  test('counts and fills in', () => {
    const { t } = createWords('pseudo-rtl');
    expect(t('accounts.summary.accounts', { count: 7 })).toContain('7');
    expect(t('accounts.summary.accounts', { count: 7 })).toMatch(/^⟦.*⟧$/u);
  });

  test('runs from right to left, as Hebrew and Arabic do', () => {
    expect(['pseudo-rtl', 'he', 'ar-EG', 'en', 'fr'].map(directionOf)).toEqual([
      'rtl',
      'rtl',
      'rtl',
      'ltr',
      'ltr',
    ]);
  });
});

test('dates and numbers follow the language, and the system where there is none', () => {
  expect(formatLocale('de')).toBe('de');
  expect(formatLocale('')).toBeUndefined();
  expect(formatLocale('pseudo-rtl')).toBeUndefined();
});
