/** Fluent's sixteen steps of one colour, from nearly black (10) to nearly white (160). */
export type BrandRamp = Readonly<
  Record<10 | 20 | 30 | 40 | 50 | 60 | 70 | 80 | 90 | 100 | 110 | 120 | 130 | 140 | 150 | 160, string>
>;

type Rgb = readonly [number, number, number];

const accentStep = 80;
/** White text on the accent has to be readable. */
const leastContrast = 4.5;

function parseHex(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

function toHex(rgb: Rgb): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

function mix([r, g, b]: Rgb, [r2, g2, b2]: Rgb, share: number): Rgb {
  return [r + (r2 - r) * share, g + (g2 - g) * share, b + (b2 - b) * share];
}

function luminance(rgb: Rgb): number {
  const [r = 0, g = 0, b = 0] = rgb.map((part) => {
    const linear = part / 255;
    return linear <= 0.040_45 ? linear / 12.92 : ((linear + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * Answers the contrast of two colours (`#rrggbb`), from 1 to 21.
 *
 * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(parseHex(a)), luminance(parseHex(b))].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** Answers Fluent's ramp for an accent (`#rrggbb`), darkened where white text on it could not be read. */
export function brandRamp(accent: string): BrandRamp {
  const black: Rgb = [0, 0, 0];
  const white: Rgb = [255, 255, 255];
  let base = parseHex(accent);
  while (contrast(toHex(base), '#ffffff') < leastContrast) base = mix(base, black, 0.05);
  const step = (number: number): string => {
    if (number === accentStep) return toHex(base);
    if (number < accentStep) return toHex(mix(base, black, ((accentStep - number) / accentStep) * 0.92));
    return toHex(mix(base, white, ((number - accentStep) / 80) * 0.92));
  };
  return {
    10: step(10),
    20: step(20),
    30: step(30),
    40: step(40),
    50: step(50),
    60: step(60),
    70: step(70),
    80: step(80),
    90: step(90),
    100: step(100),
    110: step(110),
    120: step(120),
    130: step(130),
    140: step(140),
    150: step(150),
    160: step(160),
  };
}
