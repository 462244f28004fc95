/** Words in sections, as deep as they need to be. */
export interface WordTree {
  readonly [key: string]: string | WordTree;
}

const plain = 'abcdefghijklmnopqrstuvwxyz';
const accents = 'àƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž';

const expansion = 0.3;
const filler = 'ẋýžŵ';

/**
 * Answers a text that can be read but is clearly not a translation: accented, about 30 % longer and in brackets.
 *
 * `{{placeholders}}` and `<tags>` stay as they are.
 */
export function pseudoText(text: string): string {
  if (text === '') return '';
  const parts = text.split(/(\{\{.*?\}\}|<\/?\d+>)/);
  const body = parts
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replaceAll(/[a-z]/g, (letter) => accents[plain.indexOf(letter)] ?? letter),
    )
    .join('');
  const more = filler.repeat(Math.ceil((text.length * expansion) / filler.length));
  return `⟦${body} ${more.slice(0, Math.ceil(text.length * expansion))}⟧`;
}

/** Answers the catalog of the test language: every text of the given catalog through `pseudoText`. */
export function pseudoWords(words: WordTree): WordTree {
  return Object.fromEntries(
    Object.entries(words).map(([key, value]) => [
      key,
      typeof value === 'string' ? pseudoText(value) : pseudoWords(value),
    ]),
  );
}
