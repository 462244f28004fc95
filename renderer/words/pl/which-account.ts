import type { whichAccount as english } from '../en/which-account.ts';
import type { PolishForm, Translation } from '../translation.ts';

export const whichAccount: Translation<typeof english, PolishForm> = {
  title: 'Które konto?',
  intro:
    'Podaj po kolei rekordy wiadomości, aby zobaczyć, które konto by ją wysłało. Niczego się nie wysyła ani nie zmienia.',
  incomplete: 'Rekord {{number}} jest niepełny, więc nie jest wyszukiwany.',
  result: 'Wynik',
  byKey: 'Wysyła, bo jego klucz {{key}} pasuje jako pierwszy.',
  byDefault: 'Wysyła, bo żaden klucz nie pasuje, a to konto domyślne.',
  wouldWait: 'To, co wysyła, czekałoby na załatwienie tego:',
  refused: 'Wiadomość zostałaby odrzucona i nic by nie wysłano.',
  show: 'Pokaż konto',
  tried: 'Szukano, w tej kolejności',
  columns: {
    order: 'Kolejność',
    key: 'Klucz',
    account: 'Konto',
  },
  noMatch: 'Żadne konto nie ma tego klucza.',
  reasons: {
    winner: 'wysyła.',
    'later-record': 'też by pasowało, ale jego rekord jest dalej w kolejności.',
    'higher-id': 'też by pasowało, ale inne konto tego rekordu ma niższe ID serwera poczty.',
    disabled: 'ma ten klucz, ale jest wyłączone.',
  },
  otherwiseDefault: 'Gdy żaden klucz nie pasuje, wysyła konto domyślne: konto {{id}}, {{user}}.',
  otherwiseRefused: 'Gdy żaden klucz nie pasuje, nic nie jest wysyłane: nie ma konta domyślnego.',
  useInCompose: 'Użyj w nowej wiadomości',
};
