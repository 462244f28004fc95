import type { CommandSpec, OptionSpec } from './command.ts';

/** Options of every verb. */
export const globalOptions = {
  profile: { value: 'DIR', help: 'folder of the profile' },
  json: { help: 'one JSON value on standard output, errors as JSON on standard error' },
  'ca-file': { value: 'FILE', help: 'PEM file of certificate authorities to trust too' },
  policy: { value: 'FILE', help: 'policy file, where the computer has none' },
  help: { help: 'this text' },
  version: { help: 'the version' },
} as const satisfies Record<string, OptionSpec>;

const passwordOptions = {
  'password-stdin': { help: 'read the SMTP password from standard input' },
  'password-file': { value: 'FILE', help: 'read the SMTP password from a file' },
} as const satisfies Record<string, OptionSpec>;

const passphraseOptions = {
  'passphrase-stdin': { help: 'read the passphrase of the secrets from standard input' },
  'passphrase-file': { value: 'FILE', help: 'read the passphrase of the secrets from a file' },
} as const satisfies Record<string, OptionSpec>;

const accountOptions = {
  provider: { value: 'ID', help: 'none, google, microsoft, or a custom provider' },
  host: { value: 'HOST', help: 'email server hostname or IP address' },
  port: { value: 'PORT', help: 'SMTP port, 1 to 65535' },
  tls: { value: 'on|off', help: 'enable SMTP over SSL or TLS' },
  'tls-method': { value: 'auto|starttls|implicit', help: 'SSL/TLS startup method' },
  user: { value: 'ADDRESS', help: 'SMTP User: the mailbox the account sends as' },
  ...passwordOptions,
  'sign-in-account': { value: 'ADDRESS', help: 'who signs in, when the mailbox is shared' },
  from: { value: 'ADDRESS', help: 'From address' },
  'sender-name': { value: 'NAME', help: 'name beside the From address' },
  'reply-to': { value: 'ADDRESS', help: 'where replies go' },
  'business-object': { value: 'NAME', help: 'key of the account: Business Object' },
  'column-name': { value: 'NAME', help: 'key of the account: Column Name' },
  'column-value': { value: 'VALUE', help: 'key of the account: Column Value' },
  'send-through': { value: 'smtp|api', help: "SMTP or the provider's own interface" },
  'alternate-server': { value: 'HOST', help: 'server to try when the first one is down' },
  'send-password-unencrypted': { value: 'on|off', help: 'allow the password over a connection without TLS' },
  enabled: { value: 'on|off', help: 'whether the account may send' },
  'timeout-ms': { value: 'MS|default', help: 'SMTP timeout in milliseconds' },
  'confirm-host': {
    value: 'HOST',
    help: "agree that the sign-in is shown to this host, which is not its provider's",
  },
  default: { help: 'make it the default account' },
} as const satisfies Record<string, OptionSpec>;

const recordOption = {
  record: {
    value: 'Object.Column=value',
    repeated: true,
    help: 'a record of the document; the first one with an account decides',
  },
} as const satisfies Record<string, OptionSpec>;

const waitOption = {
  'no-wait': { help: 'answer once it is queued, without waiting for the first attempt' },
} as const satisfies Record<string, OptionSpec>;

const recipientOptions = {
  to: { value: 'ADDRESS', repeated: true, help: 'recipient' },
  cc: { value: 'ADDRESS', repeated: true, help: 'recipient of a copy' },
  bcc: { value: 'ADDRESS', repeated: true, help: 'recipient whom nobody sees' },
} as const satisfies Record<string, OptionSpec>;

const keyOption = {
  'idempotency-key': {
    value: 'KEY',
    help: 'a text of your own for this message; the same key never sends it a second time',
  },
} as const satisfies Record<string, OptionSpec>;

const historyOptions = {
  state: { value: 'STATE', repeated: true, help: 'only messages in this state' },
  text: { value: 'WORDS', help: 'only those with all these words in subject, recipients or Message-ID' },
  account: { value: 'ID', help: 'only messages of this account' },
  from: { value: 'TIME', help: 'only those handed over at this time or later, e.g. 2026-11-01' },
  to: { value: 'TIME', help: 'only those handed over before this time; of a day: until its end' },
} as const satisfies Record<string, OptionSpec>;

const limitOption = {
  limit: { value: 'N', help: 'at most so many (default 50)' },
} as const satisfies Record<string, OptionSpec>;

/** All verbs, by the words that call them. */
export const commands: Readonly<Record<string, CommandSpec>> = {
  'accounts list': {
    summary: 'list all accounts',
    positionals: [],
    options: {},
    examples: ['accounts list', 'accounts list --json'],
    load: async () => (await import('./accounts.ts')).listAccounts,
  },
  'accounts show': {
    summary: 'show one account',
    positionals: ['ID'],
    options: {},
    examples: ['accounts show 1'],
    load: async () => (await import('./accounts.ts')).showAccount,
  },
  'accounts add': {
    summary: 'add an account',
    positionals: [],
    options: accountOptions,
    examples: [
      'accounts add --provider google --user ada@example.com --default',
      'accounts add --host mail.example.com --user sales@example.com --password-stdin < password.txt',
      'accounts add --host mail.example.com --user sales@example.com --business-object SalesDocument --column-name Sales_Doc_Type --column-value INVOICE',
    ],
    load: async () => (await import('./accounts.ts')).addAccount,
  },
  'accounts edit': {
    summary: 'change an account; what is not named stays',
    positionals: ['ID'],
    options: accountOptions,
    examples: ['accounts edit 1 --port 465 --tls-method implicit', 'accounts edit 1 --enabled off'],
    load: async () => (await import('./accounts.ts')).editAccount,
  },
  'accounts remove': {
    summary: 'remove accounts and their secrets',
    positionals: ['ID…'],
    options: {
      'cancel-waiting': { help: 'cancel the messages that still wait for them' },
      'move-waiting-to': { value: 'ID', help: 'let another account send what still waits' },
    },
    examples: ['accounts remove 3', 'accounts remove 3 4 --move-waiting-to 1'],
    load: async () => (await import('./accounts.ts')).removeAccounts,
  },
  'accounts history': {
    summary: 'who signed in for an account and when, and why a sign-in was withdrawn',
    positionals: ['ID'],
    options: {},
    examples: ['accounts history 1', 'accounts history 1 --json'],
    load: async () => (await import('./sign-in-history.ts')).showSignInHistory,
  },
  'accounts resolve': {
    summary: 'say which account sends for these records, and why',
    positionals: [],
    options: recordOption,
    examples: ['accounts resolve --record SalesDocument.Sales_Doc_Type=INVOICE'],
    load: async () => (await import('./accounts.ts')).resolveAccount,
  },
  'sign-in': {
    summary: 'sign in to an account, in the browser or by a code at another computer',
    positionals: ['ID'],
    options: {
      provider: { value: 'ID', help: 'another provider than the one of the account' },
      'send-through': { value: 'smtp|api', help: 'let the account send in this way from now on' },
      'allow-large-messages': { help: 'Microsoft Graph: also allow messages above 3 MB (Mail.ReadWrite)' },
      'device-code': {
        help: 'open no browser: show a code with which the owner of the mailbox signs in at another computer',
      },
      'refresh-token-stdin': {
        help: 'take a refresh token that was obtained elsewhere from standard input; no browser is opened',
      },
      'refresh-token-file': { value: 'FILE', help: 'take it from a file' },
    },
    examples: [
      'sign-in 1',
      'sign-in 1 --send-through api',
      'sign-in 1 --device-code',
      'sign-in 1 --refresh-token-stdin < token.txt',
    ],
    load: async () => (await import('./sign-in.ts')).signIn,
  },
  'sign-out': {
    summary: 'forget the sign-in of an account',
    positionals: ['ID'],
    options: { 'all-accounts': { help: 'also of the other accounts that share the sign-in' } },
    examples: ['sign-out 1', 'sign-out 1 --all-accounts'],
    load: async () => (await import('./sign-in.ts')).signOut,
  },
  send: {
    summary: 'send a message and wait for the first attempt; never asks, never opens a browser',
    positionals: [],
    options: {
      job: {
        value: 'FILE',
        help: 'all of it from a file of JSON instead: a job, an array of jobs, or a job on each line; - is standard input',
      },
      account: { value: 'ID', help: 'the account that sends' },
      ...recordOption,
      ...recipientOptions,
      subject: { value: 'TEXT', help: 'subject' },
      body: { value: 'TEXT', help: 'text of the message' },
      'body-file': { value: 'FILE', help: 'file with the text of the message; - is standard input' },
      attach: { value: 'FILE', repeated: true, help: 'document to attach' },
      ...keyOption,
      at: {
        value: 'TIME',
        help: 'send it at this time, e.g. 2026-11-22T08:00 (local) or 2026-11-22T08:00+01:00; does not wait',
      },
      ...waitOption,
    },
    examples: [
      'send --account 1 --to kay@example.com --subject "Invoice 4711" --body "Please find it attached." --attach invoice.pdf',
      'send --record SalesDocument.Sales_Doc_Type=INVOICE --to kay@example.com --subject "Invoice 4711" --idempotency-key "Invoice 4711"',
      'send --to kay@example.com --subject "Good morning" --body-file - --at 2026-11-22T08:00 < letter.txt',
      'send --job invoices.json --json',
    ],
    load: async () => (await import('./send.ts')).send,
  },
  'outbox list': {
    summary: 'list messages, newest first',
    positionals: [],
    options: { ...historyOptions, ...limitOption },
    examples: [
      'outbox list --state held --state unconfirmed',
      'outbox list --text invoice --from 2026-11-01 --limit 200 --json',
    ],
    load: async () => (await import('./outbox.ts')).listOutbox,
  },
  'outbox show': {
    summary: 'show one message',
    positionals: ['ITEM'],
    options: {},
    examples: ['outbox show ITEM'],
    load: async () => (await import('./outbox.ts')).showItem,
  },
  'outbox cancel': {
    summary: 'cancel a message that was not sent',
    positionals: ['ITEM'],
    options: {},
    examples: ['outbox cancel ITEM'],
    load: async () => (await import('./outbox.ts')).cancelItem,
  },
  'outbox send-now': {
    summary: 'try a waiting, held or failed message now',
    positionals: ['ITEM'],
    options: waitOption,
    examples: ['outbox send-now ITEM'],
    load: async () => (await import('./outbox.ts')).sendItemNow,
  },
  'outbox mark-sent': {
    summary: 'say that an unconfirmed message was sent',
    positionals: ['ITEM'],
    options: {},
    examples: ['outbox mark-sent ITEM'],
    load: async () => (await import('./outbox.ts')).markItemSent,
  },
  'outbox send-again': {
    summary: 'send an unconfirmed message again, with the same Message-ID',
    positionals: ['ITEM'],
    options: waitOption,
    examples: ['outbox send-again ITEM'],
    load: async () => (await import('./outbox.ts')).sendItemAgain,
  },
  'outbox resend': {
    summary: 'send a message that is over once more, as a new one with a Message-ID of its own',
    positionals: ['ITEM'],
    options: {
      ...recipientOptions,
      refused: { help: 'only to the recipients whom the server refused' },
      account: { value: 'ID', help: 'another account than the one of the message' },
      ...keyOption,
      ...waitOption,
    },
    examples: ['outbox resend ITEM --refused', 'outbox resend ITEM --to lee@example.com --account 2'],
    load: async () => (await import('./outbox.ts')).resendItem,
  },
  'history list': {
    summary: 'list messages, newest first; the same as outbox list',
    positionals: [],
    options: { ...historyOptions, ...limitOption },
    examples: ['history list --state sent --from 2026-11-20'],
    load: async () => (await import('./outbox.ts')).listOutbox,
  },
  'history export': {
    summary: 'write messages to a CSV file for a spreadsheet, newest first; - is standard output',
    positionals: ['FILE'],
    options: { ...historyOptions, force: { help: 'replace the file if it is there' } },
    examples: ['history export history.csv --from 2026-11-01 --to 2026-11-30'],
    load: async () => (await import('./history.ts')).exportHistory,
  },
  'relay status': {
    summary: 'say whether other programs can send through this app by SMTP, and where',
    positionals: [],
    options: {},
    examples: ['relay status'],
    load: async () => (await import('./relay.ts')).relayStatus,
  },
  'relay program add': {
    summary: 'give a program a user name and a password for the relay; the password is shown once',
    positionals: ['NAME'],
    options: { account: { value: 'ID', repeated: true, help: 'an account that it may use' } },
    examples: ['relay program add erp --account 1 --account 2'],
    load: async () => (await import('./relay.ts')).addRelayProgram,
  },
  'relay program list': {
    summary: 'list the programs that may use the relay',
    positionals: [],
    options: {},
    examples: ['relay program list'],
    load: async () => (await import('./relay.ts')).listRelayPrograms,
  },
  'relay program remove': {
    summary: 'take the password of a program away',
    positionals: ['NAME'],
    options: {},
    examples: ['relay program remove erp'],
    load: async () => (await import('./relay.ts')).removeRelayProgram,
  },
  'agent run': {
    summary: 'send what waits and what comes into the watch folders, until it is interrupted; never asks',
    positionals: [],
    options: {},
    unattended: true,
    examples: ['agent run', 'agent run --profile /var/lib/smtp-setup --json'],
    load: async () => (await import('./agent.ts')).agentRun,
  },
  'agent status': {
    summary:
      'say whether an agent runs and which accounts can send; exit code 0 all can, 69 no agent, 77 an account or a message needs a person, 75 a watch folder has a problem',
    positionals: [],
    options: {},
    examples: ['agent status', 'agent status --json || echo "look at it before the night"'],
    load: async () => (await import('./agent.ts')).agentStatus,
  },
  'agent watch add': {
    summary:
      'send every document that comes into a folder; then it goes to its folder "sent" or "failed", with a note',
    positionals: ['FOLDER'],
    options: {
      account: { value: 'ID', help: 'the account that sends' },
      ...recordOption,
      recipients: {
        value: 'file-name|sidecar',
        help: 'NAME__ADDRESS.pdf, or a file NAME.pdf.json or NAME.pdf.csv (default: file-name)',
      },
      subject: { value: 'TEXT', help: 'subject; {name} is the name of the document, {file} its whole name' },
      body: { value: 'TEXT', help: 'text of the message, with the same places' },
    },
    examples: [
      'agent watch add ~/invoices --account 1 --subject "Invoice {name}" --body "Please find it attached."',
      'agent watch add /srv/outgoing --recipients sidecar --record SalesDocument.Sales_Doc_Type=INVOICE',
    ],
    load: async () => (await import('./agent-watch.ts')).addWatch,
  },
  'agent watch list': {
    summary: 'list the watch folders',
    positionals: [],
    options: {},
    examples: ['agent watch list'],
    load: async () => (await import('./agent-watch.ts')).listWatch,
  },
  'agent watch remove': {
    summary: 'send nothing more from a folder; what was taken goes its way',
    positionals: ['WATCH'],
    options: {},
    examples: ['agent watch remove 1'],
    load: async () => (await import('./agent-watch.ts')).removeWatch,
  },
  check: {
    summary: 'sign in to the server of an account, step by step, without sending',
    positionals: ['ID?'],
    options: { all: { help: 'all enabled accounts' } },
    examples: ['check 1', 'check --all --json'],
    load: async () => (await import('./diagnose.ts')).check,
  },
  test: {
    summary: 'check an account as "check" does, then send a test message through it',
    positionals: ['ID'],
    options: { to: { value: 'ADDRESS', help: 'who gets it (default: the SMTP User of the account)' } },
    examples: ['test 1', 'test 1 --to kay@example.com --json'],
    load: async () => (await import('./test-email.ts')).testEmail,
  },
  explain: {
    summary: 'say what an error means and who can fix it',
    positionals: ['TEXT'],
    options: { account: { value: 'ID', help: 'the account whose commands and links are filled in' } },
    examples: ['explain "535 5.7.139 Authentication unsuccessful" --account 1'],
    load: async () => (await import('./diagnose.ts')).explain,
  },
  'protocol-log on': {
    summary:
      'record what is said between an account and its servers, for an hour; no secrets, no content of messages',
    positionals: ['ID'],
    options: {},
    examples: ['protocol-log on 3'],
    load: async () => (await import('./protocol-log.ts')).startProtocolLog,
  },
  'protocol-log off': {
    summary: 'end the recording before the hour is over',
    positionals: ['ID'],
    options: {},
    examples: ['protocol-log off 3'],
    load: async () => (await import('./protocol-log.ts')).stopProtocolLog,
  },
  'protocol-log show': {
    summary: 'show what was recorded of an account; files go after a week',
    positionals: ['ID'],
    options: {},
    examples: ['protocol-log show 3'],
    load: async () => (await import('./protocol-log.ts')).showProtocolLog,
  },
  'support-bundle': {
    summary:
      'write a file that helps others to find out what is wrong, without secrets; - is standard output',
    positionals: ['FILE'],
    options: {
      'mask-addresses': { help: 'put address-1, address-2 in the place of addresses' },
      force: { help: 'replace the file if it is there' },
    },
    examples: ['support-bundle support.json --mask-addresses'],
    load: async () => (await import('./support-bundle.ts')).supportBundle,
  },
  'settings get': {
    summary: 'show all settings, or one',
    positionals: ['KEY?'],
    options: {},
    examples: ['settings get', 'settings get canSignInWhenSending'],
    load: async () => (await import('./settings.ts')).getSettings,
  },
  'settings set': {
    summary: 'change a setting',
    positionals: ['KEY', 'VALUE'],
    options: {},
    examples: ['settings set canSignInWhenSending false', 'settings set relayEnabled true'],
    load: async () => (await import('./settings.ts')).setSetting,
  },
  'settings set-secret': {
    summary: 'enter the secret of the OAuth client of a provider; it is sealed and never shown',
    positionals: ['PROVIDER'],
    options: {
      'secret-stdin': { help: 'read the secret from standard input' },
      'secret-file': { value: 'FILE', help: 'read the secret from a file' },
      forget: { help: 'forget the secret that is kept' },
    },
    examples: ['settings set-secret google --secret-file secret.txt'],
    load: async () => (await import('./settings.ts')).setClientSecret,
  },
  export: {
    summary: 'write settings and accounts to a file, secrets only under a passphrase; - is standard output',
    positionals: ['FILE'],
    options: {
      ...passphraseOptions,
      csv: { help: 'the accounts as a table for a spreadsheet' },
      force: { help: 'replace the file if it is there' },
    },
    examples: [
      'export profile.json',
      'export profile.json --passphrase-file passphrase.txt',
      'export accounts.csv --csv',
    ],
    load: async () => (await import('./transfer.ts')).exportToFile,
  },
  import: {
    summary: 'read such a file, or a CSV; exit code 65 where a row was refused, while all others are in',
    positionals: ['FILE'],
    options: {
      'dry-run': { help: 'say what it would do, and do nothing' },
      ...passphraseOptions,
    },
    examples: ['import accounts.csv --dry-run', 'import profile.json --passphrase-stdin < passphrase.txt'],
    load: async () => (await import('./transfer.ts')).importFromFile,
  },
};
