/** A program of its own among the proofs: its last line begins with how much it tried, and it ends with 0 where everything held. */
export interface ProofProgram {
  readonly script: string;
  readonly argv: readonly string[];
}

/** Something that the app promises, and what shows it. */
export interface Subject {
  readonly name: string;
  /** What is promised, in a sentence. */
  readonly promise: string;
  /** What is tried against it. */
  readonly attacks: string;
  /** Test files; each belongs to one subject, so that nothing runs twice. */
  readonly tests: readonly string[];
  readonly programs?: readonly ProofProgram[];
}

/** All that is promised; docs/security.md shows this list. */
export const subjects: readonly Subject[] = [
  {
    name: 'sign-in',
    promise: 'Only the person who is expected signs in, at the provider that was asked, for this app.',
    attacks:
      'swapped, replayed and mixed-up responses; wrong state, iss, nonce, path, method, Host; junk and slow connections; a taken port; tokens for other clients; look-alike authorities',
    tests: [
      'tests/identity/authorization-response.test.ts',
      'tests/identity/loopback-redirect.test.ts',
      'tests/identity/response-page.test.ts',
      'tests/identity/sign-in.test.ts',
      'tests/identity/sign-in-attacks.test.ts',
      'tests/identity/providers.test.ts',
      'tests/identity/custom.test.ts',
      'tests/identity/registrations.test.ts',
      'tests/identity/device-code.test.ts',
      'tests/identity/signed-in-as.test.ts',
      'tests/identity/real-sign-in.test.ts',
      'tests/journeys/sign-in.test.ts',
      'tests/journeys/shared-sign-in.test.ts',
      'tests/journeys/device-code.test.ts',
      'tests/journeys/bound-secrets.test.ts',
      'tests/shared/oauth-endpoints.test.ts',
    ],
  },
  {
    name: 'hosts',
    promise: 'Only our own page calls the app, by the contract and nothing else; no web site reaches it.',
    attacks:
      'foreign, nested, navigated and disposed frames; wrong types, prototype members, 10 MB texts, unknown methods; foreign origins and Hosts, no bearer, paths that leave their folder, bodies that are too large',
    tests: [
      'tests/electron/ipc-hostile.test.ts',
      'tests/electron/shell.test.ts',
      'tests/electron/page.test.ts',
      'tests/electron/bundles.test.ts',
      'tests/main/dispatch.test.ts',
      'tests/main/page-security.test.ts',
      'tests/main/electron/ipc.test.ts',
      'tests/main/electron/guards.test.ts',
      'tests/main/electron/app-protocol.test.ts',
      'tests/main/electron/handed-over.test.ts',
      'tests/main/electron/open-browser.test.ts',
      'tests/main/electron/window.test.ts',
      'tests/main/start-browser.test.ts',
      'tests/loopback/http-server.test.ts',
      'tests/loopback/tickets.test.ts',
      'tests/loopback/peer-user.test.ts',
      'tests/owner/frames.test.ts',
      'tests/owner/owner-server.test.ts',
      'tests/owner/profile-session.test.ts',
      'tests/journeys/one-owner.test.ts',
    ],
  },
  {
    name: 'relay',
    promise: 'The relay takes messages of its programs only, as they are, and nothing besides.',
    attacks:
      'no AUTH, guesses at speed, open relaying, pipelined and smuggled commands, bare line ends, NUL and 8-bit, oversize, injected addresses, slow clients, a thousand connections',
    tests: [
      'tests/relay/relay-hostile.test.ts',
      'tests/relay/relay.test.ts',
      'tests/relay/relay-route.test.ts',
      'tests/relay/relay-message.test.ts',
      'tests/relay/message-bytes.test.ts',
      'tests/relay/address-list.test.ts',
      'tests/journeys/relay.test.ts',
    ],
  },
  {
    name: 'message',
    promise: 'What is typed never becomes a header, a recipient or an attachment.',
    attacks:
      'line ends, NUL, encoded words and bidirectional marks in To, names, subject, column values and file names; file names in 30 scripts; links, devices and vanished files as documents; mailto links',
    tests: [
      'tests/mail/message.test.ts',
      'tests/mail/message-parts.test.ts',
      'tests/mail/dot-stuffing.test.ts',
      'tests/shared/email-address.test.ts',
      'tests/shared/message-link.test.ts',
      'tests/outbox/spool.test.ts',
      'tests/agent/watch-names.test.ts',
      'tests/agent/watch.test.ts',
      'tests/agent/seen-file.test.ts',
      'tests/cli/send.test.ts',
    ],
  },
  {
    name: 'files',
    promise: 'A damaged or hostile file loses no row, starts nothing and is answered with a clear word.',
    attacks:
      'structure-aware changes of policy, import, settings, vault, database and sidecars; cuts and flipped bits; rights of others; a profile of another computer',
    tests: [
      'tests/settings/files-hostile.test.ts',
      'tests/settings/import-hostile.test.ts',
      'tests/settings/policy.test.ts',
      'tests/settings/profile-file.test.ts',
      'tests/settings/profile-store.test.ts',
      'tests/settings/sealed-export.test.ts',
      'tests/main/strict-json.test.ts',
      'tests/vault/token-vault.test.ts',
      'tests/vault/key-file-cipher.test.ts',
      'tests/outbox/damaged.test.ts',
      'tests/agent/sidecar.test.ts',
      'tests/owner/profile-folder.test.ts',
      'tests/agent/watch-folders.test.ts',
      'tests/transfer/secrets.test.ts',
      'tests/accounts/csv.test.ts',
      'tests/accounts/csv-faults.test.ts',
      'tests/accounts/plan-import.test.ts',
      'tests/journeys/copied-profile.test.ts',
      'tests/journeys/import-killed.test.ts',
      'tests/journeys/full-disk.test.ts',
    ],
  },
  {
    name: 'replies',
    promise: 'Whatever a server or provider answers, the app ends in time, in a state that is true.',
    attacks:
      'generated SMTP replies and conversations, answers of token endpoints, Gmail and Graph; connections cut at every byte',
    tests: [
      'tests/mail/replies-hostile.test.ts',
      'tests/mail/api-answers-hostile.test.ts',
      'tests/mail/smtp-reply.test.ts',
      'tests/mail/reply-classification.test.ts',
      'tests/mail/quota-replies.test.ts',
      'tests/mail/gmail.test.ts',
      'tests/mail/gmail-answer.test.ts',
      'tests/mail/graph-answer.test.ts',
      'tests/mail/api-answer.test.ts',
      'tests/mail/cut-connection.test.ts',
      'tests/mail/timeouts.test.ts',
      'tests/mail/alternate-server.test.ts',
      'tests/identity/token-answer.test.ts',
      'tests/identity/token-answers-hostile.test.ts',
      'tests/identity/token-endpoint-misbehaves.test.ts',
      'tests/identity/provider-error.test.ts',
    ],
  },
  {
    name: 'secrets',
    promise: 'A secret goes to the place it was made for, and is found nowhere else.',
    attacks:
      'canaries on every path, then a search of files, logs, arguments, environment, replies, pushes, support bundles and the memory of the window',
    tests: [
      'tests/journeys/canary.test.ts',
      'tests/browser/heap.test.ts',
      'tests/journeys/protocol-log.test.ts',
      'tests/journeys/support-bundle.test.ts',
      'tests/journeys/trust.test.ts',
      'tests/electron/sign-in.test.ts',
      'tests/mail/smtp.test.ts',
      'tests/mail/gmail-session.test.ts',
      'tests/journeys/oauth-clients.test.ts',
      'tests/main/protocol-logs.test.ts',
      'tests/main/secret-cutter.test.ts',
      'tests/main/log.test.ts',
      'tests/main/client-secrets.test.ts',
      'tests/main/sending-account.test.ts',
      'tests/accounts/host-consent.test.ts',
      'tests/accounts/managed-accounts.test.ts',
      'tests/mail/without-secrets.test.ts',
      'tests/identity/provider-text.test.ts',
      'tests/diagnose/secret-search.test.ts',
      'tests/diagnose/support-bundle.test.ts',
      'tests/main/electron/safe-storage-cipher.test.ts',
      'tests/main/electron/crash.test.ts',
    ],
  },
  {
    name: 'who-sends',
    promise: 'The account that sends is the one that the rules name.',
    attacks:
      'random lists of accounts and records against an oracle; wrong persons; settings that changed meanwhile',
    tests: [
      'tests/accounts/routing-oracle.test.ts',
      'tests/accounts/account-key.test.ts',
      'tests/journeys/changed-meanwhile.test.ts',
      'tests/journeys/ways-matrix.test.ts',
      'tests/journeys/agent-never-asks.test.ts',
    ],
  },
  {
    name: 'long-run',
    promise:
      'No message is lost, and none is sent twice unless a person said so, however long and whatever happens.',
    attacks:
      'seven days on a virtual clock with a fault each hour, and seven with providers that answer wrongly; kills at any moment; clocks that jump; half an hour at full load, at the pace that services allow',
    tests: [
      'tests/outbox/seven-days.test.ts',
      'tests/outbox/outbox-item.test.ts',
      'tests/outbox/item-times.test.ts',
      'tests/outbox/retry.test.ts',
      'tests/outbox/hard-times.test.ts',
      'tests/outbox/schedule.test.ts',
      'tests/outbox/killed.test.ts',
      'tests/journeys/server-down.test.ts',
      'tests/journeys/daily-renewal.test.ts',
      'tests/journeys/false-revocations.test.ts',
      'tests/journeys/watch-killed.test.ts',
    ],
    programs: [
      { script: 'tests/crash/crash-test.ts', argv: ['--kills', '150'] },
      {
        script: 'tests/load/load-test.ts',
        argv: ['--documents', '2000', '--minutes', '30', '--keep-documents-days', '0'],
      },
    ],
  },
  {
    name: 'supply-chain',
    promise: 'What the app is made of is known, licensed, exact, and runs nothing while it is installed.',
    attacks:
      'packages with other licences, install scripts, loose versions or known advisories; packages nobody explains',
    tests: [
      'tests/trust/supply-chain.test.ts',
      'tests/build/workflows.test.ts',
      'tests/build/package-findings.test.ts',
      'tests/main/may-update.test.ts',
      'tests/main/updating.test.ts',
      'tests/main/electron/updates.test.ts',
    ],
  },
];
