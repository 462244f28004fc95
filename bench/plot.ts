/** A line of a plot. */
export interface Series {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const width = 720;
const rowHeight = 26;
const margin = { left: 330, right: 90, top: 46, bottom: 34 };

// On light and on dark ground; the page that shows the picture need not say which.
const style = `<style>
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .dim { fill: #59636e } .line { stroke: #8c959f; stroke-width: 1 } .edge { stroke: #bc4c00; stroke-width: 2 }
  .c0 { fill: #0969da; stroke: #0969da } .c1 { fill: #8250df; stroke: #8250df } .c2 { fill: #1a7f37; stroke: #1a7f37 }
  .c3 { fill: #bf3989; stroke: #bf3989 } .bad { fill: #bc4c00; stroke: #bc4c00 } polyline { fill: none !important; stroke-width: 2 }
  text.c0, text.c1, text.c2, text.c3 { stroke: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .dim { fill: #9198a1 } .line { stroke: #656c76 } .edge { stroke: #f0883e }
    .c0 { fill: #58a6ff; stroke: #58a6ff } .c1 { fill: #bc8cff; stroke: #bc8cff } .c2 { fill: #3fb950; stroke: #3fb950 }
    .c3 { fill: #f778ba; stroke: #f778ba } .bad { fill: #f0883e; stroke: #f0883e }
  }
</style>`;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const label = (x: number, y: number, text: string, more = '') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escaped(text)}</text>`;

function picture(title: string, height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">`,
    style,
    label(12, 22, title, 'font-weight="600"'),
    ...parts,
    '</svg>\n',
  ].join('\n');
}

/** Answers where a value stands between two others on a scale of powers of ten, 0 to 1. */
function onScale(value: number, least: number, most: number): number {
  return (Math.log10(Math.max(value, least)) - Math.log10(least)) / (Math.log10(most) - Math.log10(least));
}

/**
 * Answers bars as an SVG: how far each value is from its limit, which is 1; what lies beyond it has another colour.
 *
 * @param bars values above 0
 */
export function barPlot(
  title: string,
  bars: readonly { readonly name: string; readonly value: number }[],
): string {
  const [least, most] = [0.01, 10];
  const right = width - margin.right;
  const at = (value: number) =>
    margin.left + Math.min(1, onScale(value, least, most)) * (right - margin.left);
  const bottom = margin.top + bars.length * rowHeight;
  const ticks = [0.01, 0.1, 1, 10].map((tick) =>
    [
      `<line class="${tick === 1 ? 'edge' : 'line'}" x1="${at(tick)}" x2="${at(tick)}" y1="${margin.top}" y2="${bottom}"/>`,
      label(at(tick), bottom + 18, tick === 1 ? 'limit' : `${tick} ×`, 'class="dim" text-anchor="middle"'),
    ].join('\n'),
  );
  const rows = bars.map(({ name, value }, index) => {
    const y = margin.top + index * rowHeight;
    return [
      label(margin.left - 10, y + 17, name, 'text-anchor="end"'),
      `<rect class="${value > 1 ? 'bad' : 'c0'}" x="${margin.left}" y="${y + 6}" width="${Math.max(1, at(value) - margin.left).toFixed(1)}" height="14"/>`,
      label(right + 8, y + 17, `${Number(value.toPrecision(2))} ×`, 'class="dim"'),
    ].join('\n');
  });
  return picture(title, bottom + margin.bottom, [...ticks, ...rows]);
}

/** Answers lines as an SVG, both scales in powers of ten: what something costs with much, against what it costs with the least. */
export function growthPlot(title: string, lines: readonly Series[]): string {
  const box = { left: 60, right: width - 250, top: margin.top, bottom: 330 };
  const grown = lines.map(({ name, points }) => {
    const [first] = points;
    return { name, points: points.map(({ x, y }) => ({ x: x / (first?.x ?? 1), y: y / (first?.y ?? 1) })) };
  });
  const powers = (most: number) =>
    Array.from({ length: Math.max(1, Math.ceil(Math.log10(most))) + 1 }, (_, power) => 10 ** power);
  const all = grown.flatMap(({ points }) => points);
  const xTicks = powers(Math.max(...all.map(({ x }) => x)));
  const yTicks = powers(Math.max(10, ...all.map(({ y }) => y)));
  const atX = (x: number) => box.left + onScale(x, 1, xTicks.at(-1) ?? 10) * (box.right - box.left);
  // Half a power below 1: what became cheaper is seen too.
  const atY = (y: number) => box.bottom - onScale(y, 0.3, yTicks.at(-1) ?? 10) * (box.bottom - box.top);
  return picture(title, box.bottom + 50, [
    ...xTicks.map((tick) =>
      [
        `<line class="line" x1="${atX(tick)}" x2="${atX(tick)}" y1="${box.top}" y2="${box.bottom}"/>`,
        label(
          atX(tick),
          box.bottom + 18,
          `${tick.toLocaleString('en')} ×`,
          'class="dim" text-anchor="middle"',
        ),
      ].join('\n'),
    ),
    ...yTicks.map((tick) =>
      [
        `<line class="line" x1="${box.left}" x2="${box.right}" y1="${atY(tick)}" y2="${atY(tick)}"/>`,
        label(box.left - 8, atY(tick) + 4, `${tick.toLocaleString('en')} ×`, 'class="dim" text-anchor="end"'),
      ].join('\n'),
    ),
    label(
      box.left,
      box.bottom + 40,
      'across: how much more there is; up: how much more it costs',
      'class="dim"',
    ),
    ...grown.map(({ name, points }, index) => {
      const colour = `c${index % 4}`;
      const places = points.map(({ x, y }) => `${atX(x).toFixed(1)},${atY(y).toFixed(1)}`);
      const dots = places.map((place) => {
        const [x, y] = place.split(',');
        return `<circle class="${colour}" cx="${x}" cy="${y}" r="3"/>`;
      });
      return [
        `<polyline class="${colour}" points="${places.join(' ')}"/>`,
        ...dots,
        label(box.right + 16, box.top + 14 + index * 24, name, `class="${colour}"`),
      ].join('\n');
    }),
  ]);
}
