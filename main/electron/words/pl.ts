import type { ShellWords } from '../words.ts';

const rules = new Intl.PluralRules('pl');

/** Answers the form for a number: one, a few (2 to 4, 22 to 24 …) or many. */
function counted(count: number, one: string, few: string, many: string): string {
  const form = rules.select(count);
  return form === 'one' ? one : form === 'few' ? few : many;
}

/** What the shell says in Polish. */
export const polish: ShellWords = {
  crashed:
    'SMTP Setup musi się zamknąć. Wiadomości, które były w drodze, są bezpieczne i wyjdą po następnym uruchomieniu.',
  fileMenu: 'Plik',
  editMenu: 'Edycja',
  viewMenu: 'Widok',
  windowMenu: 'Okno',
  helpMenu: 'Pomoc',
  checkForUpdates: 'Sprawdź aktualizacje…',
  about: 'SMTP Setup — informacje',
  services: 'Usługi',
  hide: 'Ukryj SMTP Setup',
  hideOthers: 'Ukryj pozostałe',
  showAll: 'Pokaż wszystkie',
  quit: 'Zakończ SMTP Setup',
  exit: 'Zakończ',
  close: 'Zamknij okno',
  undo: 'Cofnij',
  redo: 'Ponów',
  cut: 'Wytnij',
  copy: 'Kopiuj',
  paste: 'Wklej',
  delete: 'Usuń',
  selectAll: 'Zaznacz wszystko',
  actualSize: 'Rzeczywisty rozmiar',
  zoomIn: 'Powiększ',
  zoomOut: 'Pomniejsz',
  fullScreen: 'Pełny ekran',
  minimize: 'Minimalizuj',
  zoom: 'Zmień wielkość okna',
  front: 'Umieść wszystko na wierzchu',
  newMessage: 'Nowa wiadomość',
  open: 'Otwórz SMTP Setup',
  inTray: 'SMTP Setup wysyła dalej. Jest w obszarze powiadomień na pasku zadań.',
  allReady: 'Wszystko gotowe.',
  sending: (count) =>
    counted(
      count,
      'Wysyłana jest jedna wiadomość.',
      `Wysyłane są ${count} wiadomości.`,
      `Wysyłanych jest ${count} wiadomości.`,
    ),
  accountsNeed: (count) =>
    counted(
      count,
      'Jedno konto wymaga uwagi.',
      `${count} konta wymagają uwagi.`,
      `${count} kont wymaga uwagi.`,
    ),
  messagesNeed: (count) =>
    counted(
      count,
      'Jedna wiadomość być może została wysłana: zdecyduj o niej.',
      `${count} wiadomości być może zostały wysłane: zdecyduj o nich.`,
      `${count} wiadomości być może zostało wysłanych: zdecyduj o nich.`,
    ),
  problem: 'SMTP Setup nie może działać prawidłowo.',
  quitQuestion: 'Zakończyć podczas wysyłania wiadomości?',
  quitText: (count) =>
    counted(
      count,
      'Jedna wiadomość jeszcze nie wyszła. Jest bezpieczna i wyjdzie po następnym uruchomieniu.',
      `${count} wiadomości jeszcze nie wyszły. Są bezpieczne i wyjdą po następnym uruchomieniu.`,
      `${count} wiadomości jeszcze nie wyszło. Są bezpieczne i wyjdą po następnym uruchomieniu.`,
    ),
  keepSending: 'Wysyłaj dalej',
  quitNow: 'Zakończ',
  leaveQuestion: 'Zamknąć bez zapisywania?',
  leaveText: 'To, co wpisano, a czego nie zapisano ani nie wysłano, przepadnie.',
  exportQuestion: 'Eksportować hasła i logowania?',
  exportText:
    'Kto ma plik i frazę hasła, może wysyłać z tych kont. Jeśli przed chwilą nie wybrano eksportu, anuluj i powiadom administratora.',
  hostQuestion: (host) => `Przekazać logowanie serwerowi ${host}?`,
  hostText:
    'Token dostępu trafiałby tam przy każdym wysyłaniu z konta, a ten, kto prowadzi ten serwer, mógłby wysyłać w imieniu jego właściciela. Jeśli przed chwilą nie wyrażono na to zgody, anuluj i powiadom administratora.',
  showSignIn: 'Przekaż',
  keepSecrets: 'Anuluj',
  exportSecrets: 'Eksportuj z danymi tajnymi',
  stay: 'Edytuj dalej',
  leave: 'Zamknij',
  'sign-in-needed': (count) =>
    counted(
      count,
      'Jedna wiadomość czeka na zalogowanie.',
      `${count} wiadomości czekają na zalogowanie.`,
      `${count} wiadomości czeka na zalogowanie.`,
    ),
  'sign-ins-ended': (count) =>
    counted(
      count,
      'Logowanie wygasło: zaloguj się ponownie, zanim trzeba będzie coś wysłać.',
      `${count} logowania wygasły: zaloguj się ponownie, zanim trzeba będzie coś wysłać.`,
      `${count} logowań wygasło: zaloguj się ponownie, zanim trzeba będzie coś wysłać.`,
    ),
  'batch-finished': (count) =>
    counted(
      count,
      'Wysłano jedną wiadomość.',
      `Wysłano ${count} wiadomości.`,
      `Wysłano ${count} wiadomości.`,
    ),
  'batch-needs-person': (count) =>
    counted(
      count,
      'Jedna wiadomość z serii wymaga uwagi: zajrzyj do skrzynki nadawczej.',
      `${count} wiadomości z serii wymagają uwagi: zajrzyj do skrzynki nadawczej.`,
      `${count} wiadomości z serii wymaga uwagi: zajrzyj do skrzynki nadawczej.`,
    ),
};
