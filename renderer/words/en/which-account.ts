/** Words of "Which Account?". */
export const whichAccount = {
  title: 'Which Account?',
  intro:
    'Name the records of a message, in order, to see which account would send it. Nothing is sent and nothing is changed.',
  incomplete: 'Record {{number}} is not complete, so it is not looked up.',
  result: 'Result',
  byKey: 'Sends, because its key {{key}} is the first that matches.',
  byDefault: 'Sends, because no key matches and it is the default account.',
  wouldWait: 'What it sends would wait until this is settled:',
  refused: 'The message would be refused, and nothing would be sent.',
  show: 'Show Account',
  tried: 'Looked up, in this order',
  columns: {
    order: 'Order',
    key: 'Key',
    account: 'Account',
  },
  noMatch: 'No account has this key.',
  reasons: {
    winner: 'sends.',
    'later-record': 'would fit too, but its record comes later.',
    'higher-id': 'would fit too, but another account of the same record has the lower Email Server ID.',
    disabled: 'has this key, but is disabled.',
  },
  otherwiseDefault: 'Where no key matches, the default account sends: account {{id}}, {{user}}.',
  otherwiseRefused: 'Where no key matches, nothing is sent: there is no default account.',
  useInCompose: 'Use in Compose',
} as const;
