import type { NativeTheme } from 'electron';
import type { AppPort } from '../app-port.ts';

/** Keeps the colours of window frame, menus and page as the setting `theme` says, from the time on that the app has started. */
export async function followTheme(
  app: Promise<Pick<AppPort, 'onState'>>,
  nativeTheme: Pick<NativeTheme, 'themeSource'>,
): Promise<void> {
  (await app).onState((push) => {
    const theme = 'state' in push ? push.state.settings.theme : push.slices.settings?.theme;
    if (theme !== undefined) nativeTheme.themeSource = theme;
  });
}
