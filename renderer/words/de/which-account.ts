import type { whichAccount as english } from '../en/which-account.ts';
import type { Translation } from '../translation.ts';

export const whichAccount: Translation<typeof english> = {
  title: 'Welches Konto?',
  intro:
    'Nennen Sie die Datensätze einer Nachricht der Reihe nach, um zu sehen, welches Konto sie senden würde. Es wird nichts gesendet und nichts geändert.',
  incomplete: 'Datensatz {{number}} ist unvollständig und wird deshalb nicht gesucht.',
  result: 'Ergebnis',
  byKey: 'Sendet, weil sein Schlüssel {{key}} als erster passt.',
  byDefault: 'Sendet, weil kein Schlüssel passt und es das Standardkonto ist.',
  wouldWait: 'Was es sendet, würde warten, bis Folgendes geklärt ist:',
  refused: 'Die Nachricht würde abgelehnt und nichts gesendet.',
  show: 'Konto anzeigen',
  tried: 'Gesucht, in dieser Reihenfolge',
  columns: {
    order: 'Rang',
    key: 'Schlüssel',
    account: 'Konto',
  },
  noMatch: 'Kein Konto hat diesen Schlüssel.',
  reasons: {
    winner: 'sendet.',
    'later-record': 'würde auch passen, aber sein Datensatz kommt später.',
    'higher-id':
      'würde auch passen, aber ein anderes Konto desselben Datensatzes hat die niedrigere E-Mail-Server-ID.',
    disabled: 'hat diesen Schlüssel, ist aber deaktiviert.',
  },
  otherwiseDefault: 'Wenn kein Schlüssel passt, sendet das Standardkonto: Konto {{id}}, {{user}}.',
  otherwiseRefused: 'Wenn kein Schlüssel passt, wird nichts gesendet: Es gibt kein Standardkonto.',
  useInCompose: 'Beim Verfassen verwenden',
};
