import type { Rule } from './rule.ts';

const nodeErrors = 'https://nodejs.org/api/errors.html';
const chromium = 'https://source.chromium.org/chromium/chromium/src/+/main:net/base/net_error_list.h';
const openssl = 'https://docs.openssl.org/master/man3/X509_STORE_CTX_get_error/';

/** Connections that did not come about. */
export const networkRules: readonly Rule[] = [
  {
    id: 'tls-method-wrong',
    who: 'you',
    signs: {
      network: /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNKNOWN_PROTOCOL)$/,
      words: /unsupported or unrecogni[sz]ed SSL message|wrong version number/i,
    },
    steps: [['you', 'chooseStarttls']],
    actions: ['edit-account'],
    source: nodeErrors,
  },
  {
    id: 'no-greeting',
    who: 'you',
    signs: { network: /^GREETING_TIMEOUT$/ },
    steps: [
      ['you', 'chooseImplicit'],
      ['administrator', 'checkFirewall'],
    ],
    copies: ['testPort'],
    actions: ['edit-account'],
    source: 'https://nodemailer.com/smtp/',
  },
  {
    id: 'starttls-missing',
    who: 'administrator',
    signs: { network: /^(ETLS|UPGRADE_TIMEOUT)$/ },
    steps: [['administrator', 'checkStarttls']],
    actions: ['edit-account'],
    source: 'https://www.rfc-editor.org/rfc/rfc3207',
  },
  {
    id: 'connection-refused',
    who: 'you',
    signs: { network: /^ECONNREFUSED$/, words: /connection refused/i },
    steps: [
      ['you', 'checkHostAndPort'],
      ['administrator', 'checkFirewall'],
    ],
    copies: ['testPort'],
    actions: ['edit-account'],
    source: nodeErrors,
  },
  {
    id: 'name-unknown',
    who: 'you',
    signs: {
      network: /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EDNS|ERR_NAME_NOT_RESOLVED)$/,
      words: /unknown ?host/i,
    },
    steps: [
      ['you', 'checkHostName'],
      ['you', 'checkNetwork'],
    ],
    actions: ['edit-account'],
    source: nodeErrors,
  },
  {
    id: 'port-blocked',
    who: 'administrator',
    signs: {
      network:
        /^(CONNECT_TIMEOUT|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_CONNECTION_TIMED_OUT|ERR_INTERNET_DISCONNECTED)$/,
    },
    steps: [
      ['you', 'checkNetwork'],
      ['administrator', 'checkFirewall'],
      ['you', 'useHttps'],
    ],
    copies: ['testPort'],
    actions: ['edit-account'],
    source: nodeErrors,
  },
  {
    id: 'connection-lost',
    who: 'wait',
    signs: {
      network:
        /^(CONNECTION_LOST|ECONNECTION|ECONNRESET|ECONNABORTED|EPIPE|SOCKET_TIMEOUT|ERR_CONNECTION_(RESET|CLOSED))$/,
    },
    steps: [
      ['app', 'waitForRetry'],
      ['administrator', 'checkMailScanner'],
    ],
    source: nodeErrors,
  },
  {
    id: 'certificate-name',
    who: 'you',
    signs: { network: /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/ },
    steps: [['you', 'useCertificateName']],
    actions: ['edit-account'],
    source: nodeErrors,
  },
  {
    id: 'certificate-unknown',
    who: 'administrator',
    signs: {
      network: /^(SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|CERT_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH)/,
      words: /unable to find valid certification path|self.signed certificate/i,
    },
    steps: [
      ['you', 'checkClock'],
      ['administrator', 'renewCertificate'],
      ['administrator', 'trustAuthority'],
    ],
    source: openssl,
  },
  {
    id: 'proxy-setting-invalid',
    who: 'you',
    signs: { network: /^ERR_PROXY_INVALID$/ },
    steps: [['you', 'correctProxyVariable']],
    source: chromium,
  },
  {
    id: 'proxy-unreachable',
    who: 'you',
    signs: {
      network:
        /^ERR_(PROXY_(CONNECTION_FAILED|PROTOCOL|CERTIFICATE_INVALID)|SOCKS_CONNECTION_FAILED|MANDATORY_PROXY_CONFIGURATION_FAILED)$/,
    },
    steps: [
      ['you', 'checkNetwork'],
      ['you', 'checkProxyAddress'],
    ],
    source: chromium,
  },
  {
    id: 'proxy-refuses',
    who: 'administrator',
    signs: { network: /^ERR_(TUNNEL_CONNECTION_FAILED|SOCKS_CONNECTION_HOST_UNREACHABLE)$/ },
    steps: [
      ['administrator', 'allowInProxy'],
      ['you', 'goAroundProxy'],
      ['you', 'useHttps'],
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6',
  },
  {
    id: 'network-sign-in',
    who: 'you',
    signs: {
      status: [407, 511],
      network: /^(EPROXY|ERR_PROXY_)/,
      errors: ['token_parsing_error'],
      codes: ['provider-response-invalid'],
    },
    steps: [
      ['you', 'signInToNetwork'],
      ['administrator', 'setUpProxy'],
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc9110#section-15.5.8',
  },
];

/** A clock that is far off explains failures that would be blamed on tokens and certificates. */
export const clockRule: Rule = {
  id: 'clock-wrong',
  who: 'you',
  signs: {},
  steps: [['you', 'setClock']],
  source: 'https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1',
};
