import type { Language } from '../../shared/languages.ts';
import type { PageOutcome } from './response-page.ts';

/** What one page says. */
interface Said {
  readonly title: string;
  readonly text: string;
}

/** What the browser's page says at the end of a sign-in; it fills nothing in. */
export const responseWords: Readonly<Record<Language, Readonly<Record<PageOutcome, Said>>>> = {
  en: {
    'signed-in': {
      title: 'Signed in',
      text: 'You can close this tab and go back to SMTP Setup.',
    },
    'not-completed': {
      title: 'Sign-in was not completed',
      text: 'Go back to SMTP Setup to see why. You can close this tab.',
    },
    unexpected: {
      title: 'This page belongs to no sign-in',
      text: 'Go back to SMTP Setup and start the sign-in there. You can close this tab.',
    },
  },
  de: {
    'signed-in': {
      title: 'Sie sind angemeldet',
      text: 'Sie können diesen Tab schließen und zu SMTP Setup zurückkehren.',
    },
    'not-completed': {
      title: 'Die Anmeldung wurde nicht abgeschlossen',
      text: 'Den Grund finden Sie in SMTP Setup. Sie können diesen Tab schließen.',
    },
    unexpected: {
      title: 'Diese Seite gehört zu keiner Anmeldung',
      text: 'Beginnen Sie die Anmeldung in SMTP Setup. Sie können diesen Tab schließen.',
    },
  },
  fr: {
    'signed-in': {
      title: 'Connexion réussie',
      text: 'Vous pouvez fermer cet onglet et revenir à SMTP Setup.',
    },
    'not-completed': {
      title: 'La connexion n’a pas abouti',
      text: 'Revenez à SMTP Setup pour en connaître la raison. Vous pouvez fermer cet onglet.',
    },
    unexpected: {
      title: 'Cette page ne correspond à aucune connexion',
      text: 'Revenez à SMTP Setup et lancez-y la connexion. Vous pouvez fermer cet onglet.',
    },
  },
  es: {
    'signed-in': {
      title: 'Sesión iniciada',
      text: 'Puede cerrar esta pestaña y volver a SMTP Setup.',
    },
    'not-completed': {
      title: 'El inicio de sesión no se completó',
      text: 'Vuelva a SMTP Setup para ver el motivo. Puede cerrar esta pestaña.',
    },
    unexpected: {
      title: 'Esta página no corresponde a ningún inicio de sesión',
      text: 'Vuelva a SMTP Setup e inicie sesión desde allí. Puede cerrar esta pestaña.',
    },
  },
  pl: {
    'signed-in': {
      title: 'Zalogowano',
      text: 'Można zamknąć tę kartę i wrócić do SMTP Setup.',
    },
    'not-completed': {
      title: 'Logowanie nie zostało ukończone',
      text: 'Przyczynę pokazuje SMTP Setup. Tę kartę można zamknąć.',
    },
    unexpected: {
      title: 'Ta strona nie należy do żadnego logowania',
      text: 'Wróć do SMTP Setup i tam rozpocznij logowanie. Tę kartę można zamknąć.',
    },
  },
};
