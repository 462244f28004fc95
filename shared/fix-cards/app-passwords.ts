/** Providers that take no usual password at their mail servers, and where they make one for an app. */
const pages: readonly (readonly [host: RegExp, page: string])[] = [
  [/(^|\.)mail\.me\.com$/, 'https://support.apple.com/102654'],
  [/(^|\.)mail\.yahoo\.com$/, 'https://login.yahoo.com/account/security'],
  [/(^|\.)aol\.com$/, 'https://login.aol.com/account/security'],
  [/^smtp\.(gmail|googlemail)\.com$/, 'https://myaccount.google.com/apppasswords'],
  [/^smtp\.fastmail\.com$/, 'https://www.fastmail.help/hc/en-us/articles/360058752854'],
  [/^smtp(pro)?\.zoho\.(com|eu|in)$/, 'https://accounts.zoho.com/home#security/app_password'],
  [/^smtp\.yandex\.(com|ru)$/, 'https://id.yandex.com/security/app-passwords'],
];

/** Answers where a person makes an app password for a mail server; empty: it is not known to want one. */
export function appPasswordPage(host: string): string {
  return pages.find(([pattern]) => pattern.test(host.toLowerCase()))?.[1] ?? '';
}
