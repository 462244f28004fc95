import { goalMet, isMet } from './figures.ts';
import type { Figure, Goal } from './figures.ts';

/** Answers the line that a program reads. */
export function jsonLine(goal: Goal): string {
  const [first] = goal.figures;
  return JSON.stringify({
    name: goal.name,
    what: goal.what,
    ratio: first?.measured ?? null,
    goal: goal.figures.map(limitText).filter(Boolean).join(', '),
    met: goalMet(goal),
    skipped: goal.skipped,
    figures: goal.figures.map((figure) => ({ ...figure, met: isMet(figure) })),
  });
}

/** Answers the lines that a person reads. */
export function textLines(goal: Goal): readonly string[] {
  if (goal.skipped !== null) return [`${goal.name}  skipped  ${goal.what}: ${goal.skipped}`];
  return [
    `${goal.name}  ${goalMet(goal) ? 'met' : 'missed'}  ${goal.what}`,
    ...goal.figures.map((figure) => {
      const numbers = `${figure.what}: ${spreadText(figure)}`;
      if (figure.limit === null) return `      ${numbers}`;
      return `    ${isMet(figure) ? '✓' : '✗'} ${numbers}, goal ${limitText(figure)}`;
    }),
  ];
}

function limitText({ limit, unit }: Figure): string {
  if (limit === null) return '';
  const text = 'atMost' in limit ? `≤ ${short(limit.atMost)}` : `≥ ${short(limit.atLeast)}`;
  return `${text} ${unit}`.trim();
}

/** Answers a table with a line for each goal. */
export function tableLines(all: readonly Goal[]): readonly string[] {
  const rows = all.map((goal) => {
    const [first] = goal.figures;
    return [
      goal.name,
      { true: 'met', false: 'missed', null: 'skipped' }[String(goalMet(goal))] ?? '',
      first ? spreadText(first) : '',
      first ? limitText(first) : '',
      goal.skipped === null ? goal.what : `${goal.what}: ${goal.skipped}`,
    ];
  });
  const head = ['goal', '', 'median (min–max)', 'limit', 'what'];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  return [head, ...rows].map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function spreadText({ measured, unit }: Figure): string {
  return `${short(measured.median)} (${short(measured.min)}–${short(measured.max)}) ${unit}`.trim();
}

const digits = 3;

function short(value: number): string {
  return String(Number(value.toPrecision(digits)));
}
