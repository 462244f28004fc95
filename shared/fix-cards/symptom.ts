import type { ErrorCode, Failure } from '../errors.ts';
import type { Rule } from './rule.ts';

/** What is known of something that went wrong. */
export interface Symptom {
  readonly code: ErrorCode | 'no-answer';
  /** The server's reply in one line. */
  readonly reply?: string | null;
  readonly detail?: Failure['detail'] | undefined;
  /** Text that a person read somewhere, e.g. in the browser. */
  readonly words?: string;
}

interface Read {
  readonly aadsts: number;
  readonly names: readonly string[];
  readonly reply: string;
  readonly network: string;
  readonly status: number;
  readonly words: string;
}

function read({ reply, detail = {}, words = '' }: Symptom): Read {
  const text = (name: string) => String(detail[name] ?? '');
  return {
    aadsts: Number(detail['aadsts'] ?? 0),
    names: [text('likely'), text('error'), text('suberror')].filter((name) => name !== ''),
    reply: reply ?? '',
    network: text('networkCode'),
    status: Number(detail['status'] ?? 0),
    words: [words, reply ?? ''].join(' '),
  };
}

/** What names an error of OAuth is the authorization server, and no page or proxy on the way to it. */
const isUnknownError = ({ names, status }: Read, code: Symptom['code']) =>
  code === 'provider-response-invalid' && names.length > 0 && status !== 0;

/** The number of an error says more than its name, and its name more than the app's own code. */
const passes: readonly ((rule: Rule, seen: Read, code: Symptom['code']) => boolean)[] = [
  ({ signs }, { aadsts }) => signs.aadsts?.includes(aadsts) ?? false,
  ({ signs }, seen) =>
    (seen.reply !== '' && (signs.reply?.test(seen.reply) ?? false)) ||
    (seen.network !== '' && (signs.network?.test(seen.network) ?? false)),
  ({ signs }, seen) =>
    seen.names.some((name) => signs.errors?.includes(name)) ||
    (signs.status?.includes(seen.status) ?? false) ||
    (signs.words?.test(seen.words) ?? false),
  ({ signs }, seen, code) =>
    code !== 'no-answer' && !isUnknownError(seen, code) && (signs.codes?.includes(code) ?? false),
];

/**
 * Answers the rule that fits a symptom; null: none does.
 *
 * @param provider ID of the account's provider, for names that several providers use
 * @returns `byCode`: nothing but the app's own code has led to it
 */
export function ruleFor(
  symptom: Symptom,
  provider: string,
  rules: readonly Rule[],
): { readonly rule: Rule; readonly byCode: boolean } | null {
  const seen = read(symptom);
  for (const fits of passes) {
    const rule = rules.find((each) => isMeant(each, seen, provider) && fits(each, seen, symptom.code));
    if (rule) return { rule, byCode: fits === passes.at(-1) };
  }
  return null;
}

/** A number is Microsoft's alone; names are everybody's. */
function isMeant(rule: Rule, { aadsts }: Read, provider: string): boolean {
  const by = provider === 'none' ? 'password' : 'token';
  if (provider !== '' && rule.by !== undefined && rule.by !== by) return false;
  if (rule.provider === undefined || rule.provider === provider) return true;
  return rule.provider === 'microsoft' && aadsts !== 0;
}

/** Names of OAuth errors that stand on the pages of providers. */
const pageErrors =
  /\b(redirect_uri_mismatch|admin_policy_enforced|org_internal|disallowed_useragent|deleted_client|disabled_client|invalid_client|unauthorized_client|access_denied|invalid_scope|invalid_grant|temporarily_unavailable)\b/;
const networkNames = /\b(E[A-Z]{4,}|(?:ERR|CERT|SELF|UNABLE|DEPTH)_[A-Z_]+|[A-Z]+_TIMEOUT)\b/;

/** Answers the symptom that a text describes, as a person copied it from a browser, a log or another program. */
export function symptomOfText(text: string): Symptom & { readonly provider: 'google' | 'microsoft' | '' } {
  const line = text.replace(/\s+/g, ' ').trim();
  const aadsts = Number(/AADSTS(\d{4,9})/i.exec(line)?.[1] ?? 0);
  const error = pageErrors.exec(line)?.[1];
  const networkCode = networkNames.exec(line)?.[1];
  const correlationId = /correlation id:? ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i.exec(line)?.[1];
  const reply = /(?:^|[^\d.])([45]\d\d[ -]\d\.\d{1,3}\.\d{1,3} .*)$/.exec(line)?.[1]?.replace('-', ' ');
  return {
    code: 'internal',
    provider: aadsts !== 0 ? 'microsoft' : /google|gsmtp|Error 4\d\d: /i.test(line) ? 'google' : '',
    words: line,
    ...(reply !== undefined && { reply }),
    detail: {
      ...(aadsts !== 0 && { aadsts }),
      ...(error !== undefined && { error }),
      ...(networkCode !== undefined && { networkCode }),
      ...(correlationId !== undefined && { correlationId }),
    },
  };
}
