import type { App, WebContents } from 'electron';
import type { Log, OpenBrowser } from '../ports.ts';
import { isPageUrl } from './app-protocol.ts';

interface Deps {
  readonly app: Pick<App, 'on'>;
  readonly openBrowser: OpenBrowser;
  readonly log: Log;
}

/**
 * Keeps every window on our page: no navigation elsewhere, no second window, no `<webview>`, no download.
 *
 * A link that asks for a window of its own goes to the system browser, where it may be opened at all.
 */
export function guardNavigation({ app, openBrowser, log }: Deps): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, openBrowser, log));
}

function guardContents(contents: WebContents, openBrowser: OpenBrowser, log: Log): void {
  const stay = (details: { readonly url: string; readonly preventDefault: () => void }) => {
    if (isPageUrl(details.url)) return;
    details.preventDefault();
    log('navigation-refused');
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openBrowser(url).catch(() => log('link-refused'));
    return { action: 'deny' };
  });
}
