import { readFileSync } from 'node:fs';
import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSync } from 'rolldown/utils';
import { expect, test } from 'vitest';

const folder = resolve(import.meta.dirname, '../../renderer');
const components = globSync('**/*.tsx', { cwd: folder });
/** Attributes that a person reads or hears. */
const spoken =
  /^(aria-label|aria-description|aria-roledescription|aria-valuetext|alt|content|hint|label|placeholder|text|title)$/;

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const each of value) yield* nodesOf(each);
  if (!isNode(value)) return;
  yield value;
  for (const child of Object.values(value)) if (typeof child === 'object') yield* nodesOf(child);
}

const hasLetters = (text: unknown): text is string => typeof text === 'string' && /\p{L}/u.test(text);

// Strings that end up on the screen through this expression; what goes into a function does not count.
function* shownStrings(value: unknown): Generator<string> {
  if (!isNode(value)) return;
  if (value.type === 'Literal' && hasLetters(value['value'])) yield value['value'];
  if (value.type === 'TemplateElement' && isNode(value)) {
    const { raw } = Object(value['value']);
    if (hasLetters(raw)) yield raw;
  }
  const parts: Readonly<Record<string, readonly string[]>> = {
    JSXExpressionContainer: ['expression'],
    ConditionalExpression: ['consequent', 'alternate'],
    LogicalExpression: ['left', 'right'],
    BinaryExpression: ['left', 'right'],
    TemplateLiteral: ['quasis'],
    ParenthesizedExpression: ['expression'],
  };
  for (const part of parts[value.type] ?? []) {
    const child = value[part];
    if (value.type === 'BinaryExpression' && value['operator'] !== '+') continue;
    for (const each of Array.isArray(child) ? child : [child]) yield* shownStrings(each);
  }
}

function textsIn(source: string, name: string): string[] {
  const { program, errors } = parseSync(name, source, { lang: 'tsx' });
  expect(errors).toEqual([]);
  const texts: string[] = [];
  for (const node of nodesOf(program)) {
    if (node.type === 'JSXText' && hasLetters(node['value'])) texts.push(node['value'].trim());
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      const children: unknown = node['children'];
      if (Array.isArray(children)) for (const child of children) texts.push(...shownStrings(child));
    }
    const attribute = node['name'];
    if (node.type === 'JSXAttribute' && isNode(attribute) && spoken.test(String(attribute['name']))) {
      texts.push(...shownStrings(node['value']));
    }
  }
  return texts;
}

test('there are components to look at', () => {
  expect(components.length).toBeGreaterThan(30);
});

test('the check itself finds text in children, attributes and conditions', () => {
  const source = `const a = <p title="Two" className="x">One {ok ? 'Three' : t('four')}{\`Five \${n}\`}</p>;`;
  expect(textsIn(source, 'a.tsx').toSorted()).toEqual(['Five ', 'One', 'Three', 'Two']);
});

test.each(components)('no text stands in %s: words come from the catalog', (path) => {
  expect(textsIn(readFileSync(join(folder, path), 'utf8'), path)).toEqual([]);
});
