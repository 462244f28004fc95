import type { failures as english } from '../en/failures.ts';
import type { PolishForm, Translation } from '../translation.ts';

export const failures: Translation<typeof english, PolishForm> = {
  codes: {
    'sign-in-required': {
      title: 'Wymagane jest logowanie',
      todo: 'Zaloguj się do konta. Oczekujące wiadomości zostaną potem wysłane.',
    },
    'sign-in-cancelled': {
      title: 'Logowanie anulowano',
      todo: 'Niczego nie zmieniono. Zaloguj się w dowolnej chwili.',
    },
    'sign-in-timed-out': {
      title: 'Logowanie trwało zbyt długo',
      todo: 'Zacznij je od nowa i zakończ w podanym czasie.',
    },
    'browser-not-opened': {
      title: 'Nie udało się otworzyć przeglądarki',
      todo: 'Skopiuj łącze logowania do przeglądarki na tym komputerze.',
    },
    'redirect-unavailable': {
      title: 'Przeglądarka nie może wrócić do tej aplikacji',
      todo: 'Inny program używa zarejestrowanego portu. Zamknij go i zaloguj się ponownie.',
    },
    'authorization-denied': {
      title: 'Nie udzielono uprawnienia',
      todo: 'Zaloguj się ponownie i zaakceptuj prośbę albo poproś administratora o dopuszczenie tej aplikacji.',
    },
    'authorization-failed': {
      title: 'Dostawca odrzucił logowanie',
      todo: 'Spróbuj ponownie. Jeśli znów się nie uda, pokaż szczegóły administratorowi.',
    },
    'refresh-token-refused': {
      title: 'Dostawca nie przyjmuje tego tokenu odświeżania',
      todo: 'Wycofano go, został zużyty albo jest dla innego klienta. Użyj innego lub zaloguj się w przeglądarce.',
    },
    'state-mismatch': {
      title: 'Odpowiedź nie należała do tego logowania',
      todo: 'Dla bezpieczeństwa ją odrzucono. Zacznij stąd logowanie od nowa.',
    },
    'issuer-mismatch': {
      title: 'Odpowiedź przyszła od innego dostawcy niż oczekiwano',
      todo: 'Poproś administratora o sprawdzenie punktów końcowych tego dostawcy.',
    },
    'scope-missing': {
      title: 'Nie zezwolono na wysyłanie poczty',
      todo: 'Zaloguj się ponownie i pozostaw zaznaczone uprawnienie do wysyłania poczty.',
    },
    'large-messages-not-allowed': {
      title: 'Logowanie nie pozwala na wiadomości tej wielkości',
      todo: 'Microsoft Graph przyjmuje wiadomości powyżej 3 MB tylko z dodatkowym uprawnieniem. Zaloguj się ponownie i zezwól na nie albo wyślij mniej dokumentów lub mniejsze.',
    },
    'wrong-account': {
      title: 'Zalogował się ktoś inny',
      todo: 'Zaloguj się jako osoba wskazana w koncie albo zmień jego użytkownika SMTP.',
    },
    'grant-revoked': {
      title: 'Logowanie nie jest już ważne',
      todo: 'Wycofano je lub wygasło, na przykład po zmianie hasła. Zaloguj się ponownie.',
    },
    'client-rejected': {
      title: 'Dostawca nie przyjmuje tej aplikacji',
      todo: 'Poproś administratora o poprawienie ID i klucza tajnego klienta u tego dostawcy.',
    },
    'consent-required': {
      title: 'Organizacja musi dopuścić tę aplikację',
      todo: 'Poproś administratora o zgodę, a potem zaloguj się ponownie.',
    },
    'provider-unreachable': {
      title: 'Dostawca jest nieosiągalny',
      todo: 'Sprawdź sieć. Logowanie jest nadal ważne, a wysyłanie oczekującej poczty zostanie automatycznie ponowione.',
    },
    'provider-response-invalid': {
      title: 'Odpowiedź dostawcy jest niezrozumiała',
      todo: 'Być może pośredniczy strona logowania do sieci lub serwer proxy. Sprawdź sieć i spróbuj ponownie.',
    },
    'vault-unavailable': {
      title: 'Magazyn kluczy tego komputera nie odpowiada',
      todo: 'Odblokuj go lub zaloguj się ponownie do komputera, potem spróbuj jeszcze raz. Nic nie przepadło.',
    },
    'vault-unreadable': {
      title: 'Nie można odczytać zapisanych danych tajnych na tym komputerze',
      todo: 'Zapisał je inny użytkownik lub zapisano je na innym komputerze. Zaloguj się albo wpisz hasło ponownie.',
    },
    'server-unreachable': {
      title: 'Serwer poczty jest nieosiągalny',
      todo: 'Sprawdź nazwę hosta, port i sieć. Wysyłanie oczekującej poczty zostanie automatycznie ponowione.',
    },
    'tls-failed': {
      title: 'Brak bezpiecznego połączenia z serwerem',
      todo: 'Sprawdź metodę uruchamiania SSL/TLS i nazwę hosta; certyfikat serwera może być błędny lub nieznany.',
    },
    'authentication-rejected': {
      title: 'Serwer odrzucił nazwę użytkownika lub hasło',
      todo: 'Sprawdź użytkownika SMTP i hasło konta albo zaloguj się ponownie.',
    },
    'smtp-auth-disabled': {
      title: 'Administrator wyłączył wysyłanie przez SMTP',
      todo: 'Poproś o włączenie SMTP AUTH dla tej skrzynki albo wybierz Microsoft Graph w polu „Wysyłaj przez”.',
    },
    'sender-rejected': {
      title: 'Serwer nie przyjmuje nadawcy',
      todo: 'Użyj adresu nadawcy, z którego to konto może wysyłać.',
    },
    'recipient-rejected': {
      title: 'Serwer nie przyjmuje odbiorców',
      todo: 'Sprawdź ich adresy i wyślij ponownie.',
    },
    'message-rejected': {
      title: 'Serwer nie przyjmuje wiadomości',
      todo: 'Przeczytaj odpowiedź serwera i zmień wiadomość.',
    },
    'message-too-large': {
      title: 'Wiadomość jest za duża',
      todo: 'Wyślij mniej dokumentów lub mniejsze.',
    },
    deferred: {
      title: 'Serwer prosi o czekanie',
      todo: 'Nic nie trzeba robić: próba zostanie automatycznie ponowiona.',
    },
    throttled: {
      title: 'Zbyt wiele wiadomości naraz',
      todo: 'Nic nie trzeba robić: wysyłanie trwa wolniej.',
    },
    'delivery-unconfirmed': {
      title: 'Być może została wysłana',
      todo: 'Serwer na końcu nie odpowiedział. Zajrzyj do folderu Elementy wysłane, potem oznacz ją jako wysłaną albo wyślij ponownie.',
    },
    'document-unreadable': {
      title: 'Nie można odczytać dokumentu',
      todo: 'Sprawdź, czy nadal istnieje i można go czytać, i dodaj go ponownie.',
    },
    'account-not-found': {
      title: 'Tego konta już nie ma',
      todo: 'Wybierz inne konto.',
    },
    'account-invalid': {
      title: 'Pole konta jest nieprawidłowe',
      todo: 'Edytuj konto i je popraw.',
    },
    'server-not-providers': {
      title: 'Serwer nie należy do dostawcy',
      todo: 'Logowanie nie jest mu przekazywane i niczego nie wysłano. Edytuj konto: wpisz serwer poczty jego dostawcy albo zgódź się na ten.',
    },
    'account-disabled': {
      title: 'Konto jest wyłączone',
      todo: 'Włącz je albo wybierz inne konto.',
    },
    'no-account-for-records': {
      title: 'Żadne konto nie pasuje do tych rekordów',
      todo: 'Dodaj konto z jednym z szukanych kluczy albo ustaw konto domyślne.',
    },
    'key-taken': {
      title: 'Inne konto ma ten klucz',
      todo: 'Użyj innej wartości kolumny albo wyłącz konto, które go ma.',
    },
    'key-incomplete': {
      title: 'Klucz jest niepełny',
      todo: 'Wypełnij pola Obiekt biznesowy, Nazwa kolumny i Wartość kolumny albo żadnego z nich.',
    },
    'password-required': {
      title: 'Konto nie ma hasła',
      todo: 'Edytuj konto i wpisz je.',
    },
    'item-not-found': {
      title: 'Tej wiadomości nie ma już w skrzynce nadawczej',
      todo: 'Odśwież listę.',
    },
    'transition-refused': {
      title: 'To nie jest już możliwe',
      todo: 'W międzyczasie stało się coś innego. Sprawdź obecny stan.',
    },
    'profile-unreadable': {
      title: 'Nie można użyć pliku profilu',
      todo: 'Przywróć go z kopii zapasowej albo uzyskaj prawo zapisu; szczegóły podają jego nazwę. Niczego nie nadpisano.',
    },
    'profile-in-use': {
      title: 'Inny program używa tego profilu',
      todo: 'Zakończ go albo poczekaj, aż skończy.',
    },
    'storage-full': {
      title: 'Dysk jest pełny',
      todo: 'Zwolnij miejsce i spróbuj ponownie.',
    },
    'storage-unusable': {
      title: 'Nie można użyć własnych plików aplikacji',
      todo: 'Nadaj użytkownikowi prawo odczytu i zapisu folderu profilu. Potem praca zostanie automatycznie wznowiona.',
    },
    'policy-invalid': {
      title: 'Plik zasad administratora zawiera błąd',
      todo: 'Poproś administratora o poprawienie go.',
    },
    'locked-by-policy': {
      title: 'Administrator ustalił tę wartość',
      todo: 'Tylko administrator może ją zmienić.',
    },
    'setting-invalid': {
      title: 'Ustawienie jest nieprawidłowe',
      todo: 'Popraw zaznaczoną wartość.',
    },
    'import-refused': {
      title: 'Nie można zaimportować pliku',
      todo: 'Popraw go i zaimportuj ponownie.',
    },
    'passphrase-wrong': {
      title: 'Fraza hasła jest błędna',
      todo: 'Wpisz frazę hasła, z którą wyeksportowano plik.',
    },
    'export-declined': {
      title: 'Niczego nie wyeksportowano',
      todo: 'Hasła i logowania są eksportowane tylko za zgodą. Wyeksportuj ponownie albo wyeksportuj bez danych tajnych.',
    },
    'bundle-refused': {
      title: 'Pakiet pomocy zawierałby dane tajne',
      todo: 'Niczego nie zapisano. Szczegóły wskazują miejsce: usuń tam dane tajne albo zmień je tam, gdzie są używane, i spróbuj ponownie.',
    },
    'update-failed': {
      title: 'Aktualizacja nie powiodła się',
      todo: 'Sprawdź sieć i spróbuj ponownie albo zainstaluj nową wersję ręcznie. Ta wersja działa dalej.',
    },
    'invalid-request': {
      title: 'Aplikacja nie zrozumiała żądania',
      todo: 'Popraw zaznaczone pole. Jeśli żadnego nie ma, prosimy o zgłoszenie.',
    },
    internal: {
      title: 'Stało się coś nieoczekiwanego',
      todo: 'Spróbuj ponownie. Jeśli to się powtórzy, prosimy o zgłoszenie wraz z dziennikiem.',
    },
    'no-answer': {
      title: 'Aplikacja nie odpowiedziała',
      todo: 'Sprawdź, czy nadal działa, i spróbuj ponownie. Wpisane dane wciąż tu są.',
    },
  },
  field: 'Pole',
  otherDetails: {
    step: 'Krok',
    host: 'Nazwa hosta',
    port: 'Port',
    server: 'Serwer',
    status: 'Stan HTTP',
    networkCode: 'Błąd sieci',
    systemCode: 'Błąd systemu',
    error: 'Błąd dostawcy',
    suberror: 'Dokładniej',
    aadsts: 'Numer błędu (AADSTS)',
    scope: 'Uprawnienie',
    reason: 'Powód',
    place: 'Miejsce',
    line: 'Wiersz',
    file: 'Plik',
    accountId: 'Konto',
    clockOffSeconds: 'Odchylenie zegara (sekundy)',
  },
  details: {
    providerText: 'Odpowiedź dostawcy',
    correlationId: 'ID korelacji',
    traceId: 'ID śledzenia',
    requestId: 'ID żądania',
  },
  code: 'Kod',
  message: 'Komunikat',
  detailsCopied: 'Skopiowano szczegóły',
  copyDetails: 'Kopiuj szczegóły',
  more_one: 'i jeszcze {{count}}',
  more_few: 'i jeszcze {{count}}',
  more_many: 'i jeszcze {{count}}',
  dismissAll: 'Zamknij wszystkie',
  banners: {
    keyFileTitle: 'Używany jest plik klucza',
    keyFile:
      'Dane tajne tego profilu są zabezpieczone plikiem klucza, a nie przez system operacyjny. Używaj go do prób, nie do prawdziwych skrzynek.',
    memoryTitle: 'Logowania nie są zachowywane',
    memory:
      'Ten komputer nie ma magazynu danych tajnych, którego można użyć, więc logowania i hasła przepadają po zamknięciu aplikacji.',
    policyRefusedTitle: 'Plik zasad odrzucono',
    policyRefused: 'Logowanie i wysyłanie są wstrzymane, dopóki administrator go nie poprawi.',
    policyLastGoodTitle: 'Plik zasad odrzucono',
    policyLastGood: 'Ostatnia prawidłowa kopia obowiązuje, dopóki administrator go nie poprawi.',
    noSandboxTitle: 'Okno działa bez piaskownicy',
    noSandbox:
      'Ten system nie pozwala na nią plikom AppImage. Pakiet deb zawiera to, co potrzebne; użyj go, jeśli to możliwe.',
    connectionLostTitle: 'Utracono połączenie',
    connectionLost:
      'Aplikacja nie odpowiada. Widoczne dane mogą być nieaktualne; próby są ponawiane automatycznie.',
    retryNow: 'Spróbuj teraz',
    refusedTitle: 'Ta strona nie jest już połączona',
    refused: 'Aplikację uruchomiono od nowa. Otwórz adres, który teraz pokazuje.',
  },
};
