import type { AppPort } from '../app-port.ts';

/** Says the setting `language` at the start of the app and whenever it changes. */
export async function followLanguage(
  app: Promise<Pick<AppPort, 'onState'>>,
  speak: (setting: string) => void,
): Promise<void> {
  let spoken: string | null = null;
  (await app).onState((push) => {
    const language = 'state' in push ? push.state.settings.language : push.slices.settings?.language;
    if (language === undefined || language === spoken) return;
    spoken = language;
    speak(language);
  });
}
