import type { english } from './en/catalog.ts';
import type { diagnose } from './en/diagnose.ts';
import type { lateEnglish } from './en/late-catalog.ts';

/**
 * The same words in another language: the same keys, and of a plural the forms that this language has.
 *
 * A key that is missing or left over does not compile.
 */
export type Translation<Words, Form extends Intl.LDMLPluralRule = 'one' | 'other'> = {
  readonly [
    Key in keyof Words as Key extends `${infer Name}_${'one' | 'other'}` ? `${Name}_${Form}` : Key
  ]: Words[Key] extends string ? string : Translation<Words[Key], Form>;
};

/** Forms of a Polish plural for whole numbers; nothing here is counted in parts. */
export type PolishForm = 'one' | 'few' | 'many';

/** Everything that the window says in a language: what English has in three catalogs comes at once. */
export interface Catalog<Form extends Intl.LDMLPluralRule = 'one' | 'other'> {
  readonly words: Translation<typeof english & typeof lateEnglish, Form>;
  readonly diagnose: Translation<typeof diagnose, Form>;
}
