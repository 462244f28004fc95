import { createDarkTheme, createLightTheme } from '@fluentui/react-components';
import type { Theme } from '@fluentui/react-components';
import { brandRamp } from './brand-ramp.ts';

const fontFamilyBase =
  '"Segoe UI Variable Text", "Segoe UI", -apple-system, BlinkMacSystemFont, system-ui, "Noto Sans", sans-serif';

// One size smaller than Fluent's web default: this is a program of rows and fields, read at a desk.
const density = {
  fontFamilyBase,
  fontSizeBase300: '13px',
  lineHeightBase300: '18px',
} satisfies Partial<Theme>;

const defaultAccent = '#0f5ea8';

/**
 * Answers the Fluent theme in light or dark.
 *
 * @param accent `#rrggbb` of the system; null: our own
 */
export function createTheme(isDark: boolean, accent: string | null): Theme {
  const ramp = brandRamp(accent ?? defaultAccent);
  if (!isDark) return { ...createLightTheme(ramp), ...density };
  // Fluent's dark theme takes its text in the accent from the middle of the ramp, which is too dim on its own dark grey.
  return {
    ...createDarkTheme(ramp),
    ...density,
    colorBrandForeground1: ramp[110],
    colorBrandForeground2: ramp[120],
    // Links also lie on the tinted ground of a bar.
    colorBrandForegroundLink: ramp[130],
    colorBrandForegroundLinkHover: ramp[140],
    colorBrandForegroundLinkPressed: ramp[120],
    colorCompoundBrandForeground1: ramp[110],
  };
}
