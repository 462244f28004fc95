import type { WordTree } from './pseudo.ts';

const pluralKey = /^(.+)_(zero|one|two|few|many|other)$/;

/**
 * Answers words with every plural form that their language knows.
 *
 * French and Spanish have one for whole millions and Polish one for fractions; nobody writes them, and without them the
 * text would be English there. They say what the most general form says.
 */
export function withAllForms(words: WordTree, language: string): WordTree {
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  return Object.fromEntries(
    Object.entries(words).flatMap(([key, value]): (readonly [string, string | WordTree])[] => {
      if (typeof value !== 'string') return [[key, withAllForms(value, language)]];
      const name = pluralKey.exec(key)?.[1];
      const isGeneral = name !== undefined && [words[`${name}_other`], words[`${name}_many`]].includes(value);
      const missing = isGeneral
        ? pluralCategories.filter((form) => !Object.hasOwn(words, `${name}_${form}`))
        : [];
      return [[key, value], ...missing.map((form) => [`${name}_${form}`, value] as const)];
    }),
  );
}
