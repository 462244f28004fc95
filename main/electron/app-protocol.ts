import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { CustomScheme } from 'electron';
import { contentTypeOf, pageHeaders, resolveBundlePath, withNonce } from '../page-security.ts';

/** `WebFrameMain.origin` of our page, as Chromium spells it. Node's `URL.origin` is `'null'` for such schemes. */
export const appOrigin = 'app://bundle';

/** The address of the page. */
export const pageUrl = `${appOrigin}/index.html`;

/**
 * What `app:` may do; to be registered once and before ready.
 *
 * `standard` for relative URLs and an origin, `supportFetchAPI` or `fetch` of the page's own files fails.
 */
export const appScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/** Says whether a URL belongs to our page: its scheme and its host, whatever the path. */
export function isPageUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.protocol === 'app:' && parsed.host === 'bundle';
}

/**
 * Answers the handler of `app:`: the files of the built page with their types and policy, and nothing else on the disk.
 *
 * @param root absolute folder of the built page
 */
export function createPageHandler(
  root: string,
): (request: Pick<Request, 'url' | 'method'>) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET') return plain(405);
    const url = URL.parse(request.url);
    if (url === null || !isPageUrl(request.url)) return plain(404);
    const path = resolveBundlePath(root, url.pathname);
    const contentType = path === null ? null : contentTypeOf(path);
    if (path === null || contentType === null) return plain(404);
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = await readFile(path);
    } catch {
      return plain(404);
    }
    const nonce = randomBytes(16).toString('base64url');
    const body = contentType.startsWith('text/html')
      ? withNonce(new TextDecoder().decode(bytes), nonce)
      : bytes;
    return new Response(body, { headers: pageHeaders(contentType, nonce) });
  };
}

function plain(status: 404 | 405): Response {
  return new Response(null, { status, headers: pageHeaders('text/plain; charset=utf-8', 'none') });
}
