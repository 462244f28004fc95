import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { endAnimations } from './looks.ts';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const options = {
  resultTypes: ['violations'],
  reporter: 'no-passes',
} satisfies RunOptions;

const rules = {
  all: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  colors: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
} satisfies Readonly<Record<string, RunOptions['runOnly']>>;

/** Answers what axe finds wrong on the page once nothing moves, as `axeFindingsNow` does. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  await endAnimations(page);
  return await axeFindingsNow(page);
}

/**
 * Answers what axe finds wrong on a page on which nothing moves, one line per rule and element.
 *
 * `colors` are the rules whose findings change with nothing but the colours.
 *
 * Focus guards of the component library are left out: they are hidden and take focus only to hand it on.
 *
 * @see https://github.com/microsoft/tabster/issues/288
 */
export async function axeFindingsNow(
  page: Page,
  which: keyof typeof rules = 'all',
): Promise<readonly string[]> {
  // Evaluated, not added as a script: the page's policy takes no script but its own.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(await source);
  const results = await page.evaluate(
    async (runOptions) => {
      const { axe }: { axe?: { run: (context: unknown, options: unknown) => Promise<AxeResults> } } =
        Object(globalThis);
      if (!axe) throw new Error('axe is not there.');
      return await axe.run({ exclude: [['[data-tabster-dummy]']] }, runOptions);
    },
    { ...options, runOnly: rules[which] },
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`),
  );
}
