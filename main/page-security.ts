import { extname, join } from 'node:path';

/** What the built page carries where a nonce belongs (vite `html.cspNonce`); replaced at every load. */
export const noncePlaceholder = '__CSP_NONCE__';

/**
 * Answers the content security policy of the page: everything comes from its own origin, styles also with the nonce.
 *
 * The component library writes its style elements at run time, so they need a nonce; scripts never are inline.
 *
 * @param nonce fresh for each load, base64url
 * @see https://www.w3.org/TR/CSP3/
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Answers the header fields that go with every file of the page, whichever host serves it.
 *
 * @param nonce the one that stands in the page; the policy of other files never applies, so theirs may be any
 */
export function pageHeaders(contentType: string, nonce: string): Readonly<Record<string, string>> {
  return {
    'content-type': contentType,
    'content-security-policy': contentSecurityPolicy(nonce),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    // A page kept in a cache would carry a nonce that no longer fits its policy.
    'cache-control': contentType.startsWith('text/html') ? 'no-store' : 'no-cache',
  };
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Answers the content type of a file of the page by its ending; null for what the page never consists of. */
export function contentTypeOf(path: string): string | null {
  return contentTypes[extname(path)] ?? null;
}

/** Answers the page with its nonce in every place that waits for one. */
export function withNonce(html: string, nonce: string): string {
  return html.replaceAll(noncePlaceholder, nonce);
}

// Vite's file names fit; `..`, hidden files, drive letters, `\`, NUL and anything percent-encoded do not.
const segment = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

/**
 * Answers which file of the built page a URL path means; `/` is `index.html`.
 *
 * @param root absolute folder of the built page
 * @param urlPath the `pathname` of the URL, still percent-encoded
 * @returns null for every path that is not plainly a file inside the folder, and for endings the page has not
 */
export function resolveBundlePath(root: string, urlPath: string): string | null {
  if (!urlPath.startsWith('/')) return null;
  const segments = urlPath === '/' ? ['index.html'] : urlPath.slice(1).split('/');
  if (!segments.every((name) => segment.test(name))) return null;
  const path = join(root, ...segments);
  return contentTypeOf(path) === null ? null : path;
}
