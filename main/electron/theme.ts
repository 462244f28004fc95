import type { NativeTheme } from 'electron';
import type { AppPort } from '../app-port.ts';

/** Keeps the colours of window frame, menus and page as the setting `theme` says; answers how to end it. */
export function followTheme(
  app: Pick<AppPort, 'onState'>,
  nativeTheme: Pick<NativeTheme, 'themeSource'>,
): () => void {
  return app.onState((push) => {
    const theme = 'state' in push ? push.state.settings.theme : push.slices.settings?.theme;
    if (theme !== undefined) nativeTheme.themeSource = theme;
  });
}
