import type {
  cardWords,
  copyWords,
  linkWords,
  stepWords,
  whoWords,
} from '../../../shared/fix-cards/words.ts';
import type { PolishForm, Translation } from '../translation.ts';

export const cards: Translation<typeof cardWords, PolishForm> = {
  'microsoft-sign-in-revoked': {
    title: 'Logowanie zostało wycofane',
    cause:
      'Microsoft je zakończył, na przykład dlatego, że zmieniono hasło lub administrator zakończył wszystkie logowania.',
  },
  'microsoft-sign-in-expired': {
    title: 'Logowanie wygasło',
    cause: 'Microsoft kończy logowanie, którego nie używano przez 90 dni.',
  },
  'microsoft-sign-in-frequency': {
    title: 'Organizacja wymaga nowego logowania',
    cause: 'Zasada organizacji kończy każde logowanie po pewnym czasie, więc to się powtórzy.',
  },
  'microsoft-second-factor': {
    title: 'Potrzebny jest drugi składnik',
    cause: 'Microsoft wymaga czegoś więcej niż hasła: aplikacji, kodu lub klucza.',
  },
  'microsoft-consent-missing': {
    title: 'Nikt jeszcze nie dopuścił tej aplikacji',
    cause: 'Microsoft nie ma na nią zgody ani od użytkownika, ani od organizacji.',
  },
  'permission-declined': {
    title: 'Odmówiono uprawnienia',
    cause: 'Na stronie dostawcy ktoś wybrał „Anuluj” zamiast „Zaakceptuj”.',
  },
  'microsoft-code-not-good': {
    title: 'Kod logowania nie jest już ważny',
    cause: 'Wygasł, został już użyty lub błędnie wpisany.',
  },
  'microsoft-admin-approval': {
    title: 'Tylko administrator może dopuścić tę aplikację',
    cause: 'Organizacja nie pozwala samodzielnie wyrażać zgody na aplikacje.',
  },
  'microsoft-wrong-tenant': {
    title: 'To konto należy do innej organizacji',
    cause: 'Zalogowana osoba jest nieznana w katalogu aplikacji albo ma konto niewłaściwego rodzaju.',
  },
  'microsoft-app-unknown': {
    title: 'Microsoft nie zna tej aplikacji',
    cause: 'ID klienta jest błędne, należy do innej dzierżawy albo aplikację tam wyłączono.',
  },
  'microsoft-single-tenant': {
    title: 'Aplikację zarejestrowano tylko dla jednej organizacji',
    cause: 'Taka aplikacja loguje się we własnej dzierżawie, a nie w „{{tenant}}”.',
  },
  'microsoft-redirect-uri': {
    title: 'URI przekierowania nie jest zarejestrowany',
    cause: 'Microsoft odpowiada tylko pod adresami z rejestracji aplikacji.',
  },
  'microsoft-web-client': {
    title: 'Aplikację zarejestrowano jako internetową',
    cause: 'Microsoft wymaga klucza tajnego klienta, którego aplikacja na komputerze nie ma.',
  },
  'microsoft-policy-blocks': {
    title: 'Zasada zabezpieczeń blokuje to logowanie',
    cause:
      'Odrzucił je dostęp warunkowy lub domyślne ustawienia zabezpieczeń organizacji, na przykład z powodu urządzenia.',
  },
  'microsoft-not-assigned': {
    title: 'Brak przypisania do tej aplikacji',
    cause: 'Organizacja pozwala jej używać tylko wybranym osobom.',
  },
  'microsoft-user-locked': {
    title: 'Konto Microsoft jest zablokowane',
    cause: 'Jest zablokowane lub wyłączone albo wygasło jego hasło.',
  },
  'microsoft-permission-unregistered': {
    title: 'Aplikacja nie może prosić o to uprawnienie',
    cause: 'Uprawnienia do wysyłania poczty nie ma w rejestracji aplikacji.',
  },
  'provider-busy': {
    title: 'Dostawca prosi o czekanie',
    cause: 'Dostał zbyt wiele żądań albo ma chwilowe kłopoty. Logowanie jest nadal ważne.',
  },
  'google-sign-in-ended': {
    title: 'Google zakończył logowanie',
    cause:
      'Wycofano je, nie używano go przez sześć miesięcy albo zmieniono hasło. Jeśli kończy się co siedem dni, projekt Google jest wciąż w „Testing”.',
  },
  'google-testing-ended': {
    title: 'Google zakończył logowanie po siedmiu dniach',
    cause: 'Projekt Google jest pewnie wciąż w „Testing”: tam każde logowanie kończy się po tygodniu.',
  },
  'google-private-account': {
    title: 'To prywatne konto Google',
    cause: 'Ktoś utworzył je dla adresu firmowego. Google nie ma dla niego skrzynki.',
  },
  'google-session-length': {
    title: 'Google Workspace firmy wymaga nowego logowania',
    cause: 'Zasada kończy każdą sesję po pewnym czasie, więc to się powtórzy.',
  },
  'google-client-unknown': {
    title: 'Google nie zna tej aplikacji',
    cause: 'ID klienta lub jego klucz tajny jest błędny albo klienta usunięto.',
  },
  'google-redirect-uri': {
    title: 'Klient Google nie jest rodzaju dla aplikacji klasycznych',
    cause: 'Tylko klienci rodzaju „Desktop” mogą odesłać przeglądarkę do tego komputera.',
  },
  'google-declined': {
    title: 'Google nie uzyskał uprawnienia',
    cause:
      'Ktoś wybrał „Anuluj” albo projekt Google jest w „Testing”, a ta osoba nie jest użytkownikiem testowym.',
  },
  'google-admin-policy': {
    title: 'Google Workspace firmy blokuje tę aplikację',
    cause: 'Administrator musi jej najpierw zaufać.',
  },
  'google-company-only': {
    title: 'Ta aplikacja jest dla kont jednej firmy',
    cause: 'Projekt Google jest rodzaju „Internal”, a zalogował się ktoś spoza firmy.',
  },
  'google-embedded-browser': {
    title: 'Google nie przyjmuje tej przeglądarki',
    cause: 'Strona otworzyła się w oknie wewnątrz innego programu.',
  },
  'sending-not-allowed': {
    title: 'Nie zezwolono na wysyłanie poczty',
    cause: 'Pole wysyłania poczty nie było zaznaczone przy logowaniu albo udzielono innego uprawnienia.',
  },
  'large-messages-not-allowed': {
    title: 'Logowanie nie pozwala na wiadomości tej wielkości',
    cause:
      'Microsoft Graph przyjmuje ponad 3 MB tylko przez wersję roboczą, a nikt nie pozwolił aplikacji jej utworzyć. Niczego nie wysłano.',
  },
  'exchange-token-refused': {
    title: 'Exchange nie przyjmuje tego logowania dla skrzynki',
    cause:
      'Odrzucono też nowy token: {{signInAccount}} nie ma prawa wysyłać z {{mailbox}} albo zalogował się ktoś inny.',
  },
  'exchange-smtp-auth-disabled': {
    title: 'SMTP AUTH jest wyłączone dla tej skrzynki',
    cause: 'W Exchange Online jest domyślnie wyłączone. Ponowne logowanie niczego nie zmieni.',
  },
  'exchange-password-refused': {
    title: 'Microsoft nie przyjmuje tego hasła',
    cause: 'Uwierzytelnianie podstawowe jest w organizacji wyłączone albo zasada go tu zabrania.',
  },
  'password-refused': {
    title: 'Serwer nie przyjmuje nazwy użytkownika i hasła',
    cause:
      'Odrzucił je dla {{mailbox}}: hasło zmieniono lub błędnie wpisano albo serwer wymaga hasła aplikacji.',
  },
  'token-refused': {
    title: 'Serwer nie przyjmuje tego logowania',
    cause:
      'Odrzucono też nowy token: {{signInAccount}} nie ma praw do skrzynki {{mailbox}} albo serwer nie przyjmuje tokenów tego dostawcy.',
  },
  'wrong-account': {
    title: 'Zalogował się ktoś inny',
    cause:
      'To konto jest dla {{signInAccount}}, a w przeglądarce była zalogowana inna osoba. Niczego nie zmieniono.',
  },
  'server-not-providers': {
    title: 'Serwer {{host}} nie należy do {{provider}}',
    cause:
      'Kto dostaje logowanie, może wysyłać jako {{mailbox}}, więc nie przekazuje się go serwerowi, o którym nie wiadomo, czy należy do {{provider}}. Niczego nie wysłano.',
  },
  'sign-in-needed': {
    title: 'Ktoś musi się zalogować',
    cause: 'Dla tego konta nie ma logowania albo dostawca już go nie przyjmuje.',
  },
  'connection-lost': {
    title: 'Połączenie się zerwało',
    cause:
      '{{host}} odpowiedział, ale potem połączenie zostało przerwane lub zamilkło, zanim wiadomość dotarła.',
  },
  'gmail-password-refused': {
    title: 'Gmail nie przyjmuje tego hasła',
    cause: 'Gmail wymaga logowania przez Google albo hasła aplikacji zamiast zwykłego.',
  },
  'sign-in-first': {
    title: 'Serwer wymaga najpierw TLS lub logowania',
    cause: 'Nie przyjmuje wiadomości od nieznanych ani przez połączenie, które każdy może odczytać.',
  },
  'send-as-denied': {
    title: 'To konto nie może wysyłać jako {{from}}',
    cause: 'Adres nadawcy należy do kogoś innego albo brakuje prawa do wysyłania z niego.',
  },
  'too-large': {
    title: 'Wiadomość jest za duża',
    cause:
      'Z dokumentami jest większa, niż serwer przyjmuje. Dokumenty rosną po drodze o około jedną trzecią.',
  },
  'too-many-connections': {
    title: 'Zbyt wiele połączeń naraz',
    cause:
      'Microsoft przyjmuje trzy połączenia jednej skrzynki; używają jej też inne programy lub urządzenia.',
  },
  'server-busy': {
    title: 'Serwer prosi o czekanie',
    cause: 'Jest zajęty albo to konto wysyła szybciej, niż pozwala.',
  },
  'quota-used-up': {
    title: 'Dzisiejszy limit jest wyczerpany',
    cause: 'Dostawca ogranicza liczbę wiadomości lub odbiorców na dzień, a ta skrzynka osiągnęła limit.',
  },
  'mailbox-full': {
    title: 'Skrzynka jest pełna',
    cause: 'To, co wysłano, trafia do folderu Elementy wysłane, a nie ma już na to miejsca.',
  },
  'sender-blocked': {
    title: 'Skrzynkę zablokowano z powodu spamu',
    cause: 'Microsoft uznał jej wiadomości za podejrzane i już ich nie przepuszcza.',
  },
  'recipient-unknown': {
    title: 'Odbiorca nie istnieje',
    cause: 'Serwer nie zna skrzynki o tym adresie.',
  },
  'tls-method-wrong': {
    title: 'Metoda TLS nie pasuje do portu',
    cause: 'Serwer na porcie {{port}} nie zaczyna od TLS.',
  },
  'no-greeting': {
    title: 'Serwer się nie odzywa',
    cause: 'Albo czeka na TLS od pierwszego bajtu, jak na porcie 465, albo pośredniczy zapora.',
  },
  'starttls-missing': {
    title: 'Serwer nie oferuje STARTTLS',
    cause: 'Nie ma go albo coś po drodze je usunęło. Bez TLS nic nie jest wysyłane.',
  },
  'connection-refused': {
    title: 'Na tym porcie nic nie odpowiada',
    cause: 'Na porcie {{port}} hosta {{host}} nie nasłuchuje serwer poczty albo zapora odrzuca połączenie.',
  },
  'name-unknown': {
    title: 'Nie znaleziono nazwy serwera',
    cause: 'Nazwa {{host}} jest błędnie zapisana albo ten komputer jest offline.',
  },
  'port-blocked': {
    title: 'Serwer jest nieosiągalny',
    cause: 'Z {{host}} nic nie wróciło. Wiele sieci blokuje porty poczty 25, 465 i 587.',
  },
  'certificate-unknown': {
    title: 'Certyfikat serwera nie jest zaufany',
    cause: 'Wygasł, wystawił go wewnętrzny urząd certyfikacji firmy albo program po drodze bada ruch.',
  },
  'certificate-name': {
    title: 'Certyfikat jest dla innej nazwy',
    cause: 'W swoim certyfikacie serwer nie nazywa się {{host}}.',
  },
  'proxy-setting-invalid': {
    title: 'Ustawienie serwera proxy jest nieprawidłowe',
    cause:
      'Ten komputer ma łączyć się przez serwer proxy, ale ustawiona wartość nie jest adresem URL serwera proxy http, https ani socks5 albo zawiera nazwę lub hasło, których nie da się wysłać.',
  },
  'proxy-unreachable': {
    title: 'Serwer proxy nie odpowiada',
    cause: 'Ten komputer ma łączyć się przez serwer proxy, a pod jego adresem żaden nie odpowiada.',
  },
  'proxy-refuses': {
    title: 'Serwer proxy tego nie przepuszcza',
    cause: 'Zabrania połączenia z portem {{port}} hosta {{host}} lub sam nie może dotrzeć do serwera.',
  },
  'network-sign-in': {
    title: 'Zamiast dostawcy odpowiedziało coś po drodze',
    cause:
      'Serwer proxy chce wiedzieć, kto się łączy, albo sieć pokazuje najpierw własną stronę, jak w hotelu.',
  },
  'microsoft-secret-id': {
    title: 'Klucz tajny klienta jest błędny',
    cause: 'Często wpisuje się ID klucza tajnego zamiast jego wartości.',
  },
  'microsoft-secret-expired': {
    title: 'Klucz tajny klienta wygasł',
    cause: 'Klucze tajne w Microsoft mają termin ważności; po nim nikt nie może się zalogować.',
  },
  'gmail-api-disabled': {
    title: 'Interfejs API Gmail jest wyłączony',
    cause: 'Trzeba go włączyć w projekcie Google klienta.',
  },
  'no-mailbox': {
    title: 'Ta osoba nie ma tam skrzynki',
    cause: 'Konto istnieje, ale nie ma skrzynki u dostawcy, na przykład z braku licencji.',
  },
  'clock-wrong': {
    title: 'Zegar tego komputera jest błędny',
    cause: 'Różnica wynosi {{clockOff}}. Certyfikaty i tokeny są ważne tylko przy właściwej godzinie.',
  },
};

export const todo: Translation<typeof stepWords, PolishForm> = {
  confirmServer:
    'Albo, jeśli administrator wskazał {{host}}, naciśnij tam OK i zgódź się na przekazanie mu logowania.',
  enterProvidersServer: 'Edytuj konto i wpisz jako hosta serwer {{provider}}: {{providerHosts}}.',
  checkMailScanner:
    'Jeśli zdarza się to przy każdej wiadomości, poszukaj zapory lub antywirusa, który przerywa połączenia z portem {{port}}.',
  enterPasswordAgain: 'Wpisz ponownie hasło SMTP, to dla {{mailbox}}.',
  checkUser: 'Sprawdź użytkownika SMTP: jedne serwery oczekują całego adresu, inne tylko nazwy przed @.',
  makeAppPassword:
    'Ten dostawca przyjmuje tylko hasła aplikacji: utwórz je na jego stronie i wpisz jako hasło SMTP.',
  allowPasswords: 'Sprawdź, czy skrzynka może wysyłać z hasłem i nie jest zablokowana.',
  takeTokens: 'Sprawdź, czy serwer przyjmuje tokeny tego dostawcy dla tej skrzynki.',
  chooseOtherAccount:
    'Jeśli przeglądarka loguje automatycznie, wybierz tam „Użyj innego konta” albo skopiuj łącze logowania do innego profilu przeglądarki.',
  changeUser: 'Albo, jeśli chodzi o tamtą skrzynkę, edytuj konto i zmień użytkownika SMTP.',
  checkSignInPolicy: 'Jeśli stale się kończy, poszukaj powodu w dzienniku logowań dostawcy.',
  signInAgain: 'Zaloguj się ponownie.',
  keepRunning: 'Uruchamiaj aplikację od czasu do czasu: raz dziennie odnawia każde logowanie.',
  relaxSignInFrequency:
    'Jeśli wysyłanie ma trwać bez nadzoru, wyklucz tę aplikację z zasady częstotliwości logowania w Entra.',
  finishSecondFactor: 'Zaloguj się i potwierdź drugim składnikiem.',
  registerSecondFactor: 'Jeśli jeszcze go nie ma, najpierw go skonfiguruj.',
  signInAndAccept: 'Zaloguj się i wybierz „Zaakceptuj”.',
  getNewCode: 'Zacznij logowanie kodem od nowa i przekaż nowy kod właścicielowi skrzynki.',
  grantConsent: 'Otwórz łącze zgody i zaakceptuj dla całej organizacji.',
  signInAfterwards: 'Potem zaloguj się ponownie.',
  useWorkAccount: 'Zaloguj się kontem służbowym, {{signInAccount}}.',
  checkTenant: 'Sprawdź dzierżawę klienta OAuth (to „{{tenant}}”) albo zaproś tę osobę jako gościa.',
  checkMicrosoftClient: 'Porównaj ID klienta i dzierżawę z rejestracją aplikacji w Entra.',
  enableApp:
    'Pod „Aplikacje dla przedsiębiorstw” sprawdź, czy aplikacja jest włączona dla logowania użytkowników.',
  enterTenant: 'Wpisz ID katalogu (dzierżawy) zamiast „{{tenant}}”.',
  makeMultiTenant: 'Albo pozwól rejestracji przyjmować konta z dowolnego katalogu organizacji.',
  addRedirectUri:
    'W rejestracji aplikacji, pod „Authentication”, dodaj {{redirectUri}} do platformy „Mobile and desktop applications”.',
  moveToDesktop:
    'Przenieś URI przekierowania z platformy „Web” do „Mobile and desktop applications” albo zezwól na przepływy klientów publicznych.',
  enterSecret: 'Albo wpisz tutaj klucz tajny klienta.',
  useManagedDevice: 'Spróbuj na komputerze zarządzanym przez organizację.',
  allowInPolicy:
    'Wyszukaj ID korelacji w dziennikach logowania Entra: podają zasadę. Dopuść tam aplikację albo zarejestruj urządzenie.',
  assignUser: 'Pod „Aplikacje dla przedsiębiorstw” przypisz {{signInAccount}} do aplikacji.',
  changePassword: 'Zmień lub zresetuj hasło, a potem zaloguj się ponownie.',
  unlockUser: 'Odblokuj lub włącz {{signInAccount}}.',
  addMailPermission:
    'W rejestracji aplikacji, pod „API permissions”, dodaj uprawnienie delegowane {{permission}}, a potem udziel zgody administratora.',
  waitForRetry: 'Nic nie trzeba robić: próba zostanie automatycznie ponowiona.',
  publishProject:
    'Jeśli kończy się co tydzień: opublikuj projekt Google albo ustaw go na „Internal”. Potem zaloguj się jeszcze raz.',
  publishTestingProject: 'Opublikuj projekt Google albo ustaw go na „Internal”: wtedy logowanie trwa.',
  addToWorkspace: 'Albo daj {{signInAccount}} konto w Google Workspace firmy.',
  trustGoogleApp:
    'W konsoli administracyjnej Google, pod „App access control”, ustaw ID klienta na „Trusted”.',
  checkGoogleClient: 'Porównaj ID i klucz tajny klienta z klientem w konsoli Google.',
  createDesktopClient: 'Utwórz klienta OAuth rodzaju „Desktop app” i wpisz tutaj jego ID i klucz tajny.',
  addTestUser: 'Dodaj {{signInAccount}} do użytkowników testowych albo opublikuj projekt Google.',
  useCompanyAccount: 'Zaloguj się kontem firmowym.',
  makeExternal: 'Albo ustaw rodzaj użytkowników projektu Google na „External”.',
  useSystemBrowser: 'Skopiuj łącze logowania i otwórz je w Chrome, Edge, Firefox lub Safari.',
  tickSending: 'Zaloguj się ponownie i pozostaw zaznaczone pole wysyłania poczty.',
  signInAsOwner: 'Zaloguj się ponownie jako {{signInAccount}}.',
  giveMailboxRights: 'Nadaj {{signInAccount}} prawa do skrzynki.',
  enableSmtpAuth:
    'Wykonaj pierwsze polecenie w Exchange Online PowerShell; zaczyna działać po kilku minutach.',
  enableSmtpAuthForAll: 'Tylko jeśli chodzi o wszystkie skrzynki: wykonaj drugie.',
  securityDefaults: 'Domyślne ustawienia zabezpieczeń wyłączają SMTP AUTH niezależnie od ustawień skrzynki.',
  switchToGraph: 'Albo pozwól kontu wysyłać przez Microsoft Graph, który nie potrzebuje SMTP AUTH.',
  allowLargeMessages:
    'Zaloguj się ponownie i zezwól na duże wiadomości; aplikacja może wtedy czytać i zmieniać tę skrzynkę.',
  consentToLarge: 'Tam, gdzie nie można zezwolić samodzielnie: wyraź zgodę na to uprawnienie dla aplikacji.',
  switchToMicrosoft: 'Edytuj konto i wybierz Microsoft jako dostawcę usługi OAuth.',
  switchToGoogle: 'Edytuj konto i wybierz Google jako dostawcę usługi OAuth.',
  useAppPassword: 'Albo utwórz hasło aplikacji na koncie Google i wpisz je jako hasło SMTP.',
  turnOnTls: 'Edytuj konto i włącz SMTP przez SSL lub TLS.',
  enterUser: 'Wpisz użytkownika SMTP i hasło albo pozwól temu komputerowi wysyłać bez nich.',
  changeFrom: 'Użyj własnego adresu nadawcy.',
  grantSendAs: 'Nadaj {{signInAccount}} prawo wysyłania jako {{from}}.',
  smallerDocuments: 'Wyślij mniej dokumentów lub mniejsze albo łącze do nich.',
  waitUntilTomorrow:
    'Nic nie trzeba robić: próby będą automatycznie ponawiane, aż będzie można znów wysyłać, w ciągu 24 godzin.',
  emptySentItems: 'Opróżnij folder Elementy wysłane albo poproś o większą skrzynkę.',
  unblockSender: 'Ustal powód, a potem odblokuj skrzynkę pod „Restricted entities” w Microsoft Defender.',
  checkRecipients: 'Sprawdź adres i wyślij ponownie.',
  chooseStarttls: 'Edytuj konto: wybierz STARTTLS dla portu 587 lub 25 albo port 465 dla metody Niejawna.',
  chooseImplicit: 'Na porcie 465 edytuj konto i wybierz metodę Niejawna.',
  checkFirewall: 'Pozwól temu komputerowi łączyć się z portem {{port}} hosta {{host}}.',
  checkStarttls:
    'Sprawdź, dlaczego serwer nie oferuje STARTTLS, albo podaj port, na którym używa TLS od pierwszego bajtu.',
  checkHostAndPort: 'Sprawdź nazwę hosta i port.',
  checkHostName: 'Sprawdź pisownię nazwy hosta.',
  checkNetwork: 'Sprawdź, czy ten komputer jest online.',
  useHttps: 'Albo wysyłaj przez interfejs dostawcy, który potrzebuje tylko portu 443.',
  trustAuthority:
    'Jeśli certyfikat jest prawidłowy, wskaż jego urząd w pliku zasad albo uruchom aplikację z --ca-file. Nie da się go zignorować.',
  renewCertificate: 'Jeśli wygasł, odnów go.',
  checkClock: 'Sprawdź datę i godzinę tego komputera.',
  useCertificateName: 'Edytuj konto i wpisz nazwę, która jest w certyfikacie.',
  signInToNetwork: 'Otwórz dowolną stronę w przeglądarce i zaloguj się do sieci.',
  correctProxyVariable:
    'Popraw HTTPS_PROXY lub ALL_PROXY, na przykład na http://proxy.example:3128, i uruchom aplikację ponownie.',
  checkProxyAddress:
    'Sprawdź serwer proxy tego komputera w ustawieniach systemu albo w HTTPS_PROXY i ALL_PROXY.',
  allowInProxy: 'Pozwól serwerowi proxy otwierać połączenia z portem {{port}} hosta {{host}}.',
  goAroundProxy:
    'Jeśli serwer jest osiągalny bez niego: dodaj {{host}} do wyjątków serwera proxy albo do NO_PROXY.',
  setUpProxy: 'Przepuść ten komputer przez serwer proxy albo dopuść bez niego hosty dostawcy.',
  enterSecretValue:
    'Wpisz wartość klucza tajnego. Jest pokazywana raz, przy tworzeniu; utwórz nowy, jeśli przepadła.',
  makeNewSecret: 'Utwórz nowy klucz tajny klienta i wpisz jego wartość.',
  enableGmailApi: 'Włącz interfejs API Gmail w projekcie Google klienta.',
  assignLicence: 'Nadaj {{signInAccount}} licencję ze skrzynką.',
  useOtherAccount: 'Albo zaloguj się kontem, które ma skrzynkę.',
  setClock: 'Pozwól komputerowi samemu ustawić zegar i spróbuj ponownie.',
};

export const copies: Translation<typeof copyWords, PolishForm> = {
  enableForMailbox: 'Polecenie dla tej skrzynki',
  enableForAll: 'Polecenie dla całej organizacji',
  sendAs: 'Polecenie pozwalające wysyłać z tego adresu',
  fullAccess: 'Polecenie otwierające skrzynkę',
  unblock: 'Polecenie odblokowujące skrzynkę',
  publicClient: 'Polecenie zmieniające rejestrację',
  testPort: 'Polecenie sprawdzające port',
  consentLink: 'Łącze zgody dla administratora',
  redirectUri: 'URI przekierowania',
  clientId: 'ID klienta',
  permission: 'Uprawnienie',
  largePermission: 'Uprawnienie do dużych wiadomości',
};

export const links: Translation<typeof linkWords, PolishForm> = {
  microsoftError: 'Co Microsoft mówi o tym numerze',
  secondFactor: 'Skonfiguruj drugi składnik',
  entraApps: 'Rejestracje aplikacji w Entra',
  entraSignInLogs: 'Dzienniki logowania w Entra',
  resetPassword: 'Zresetuj hasło',
  googleClients: 'Klienci w konsoli Google',
  googleAudience: 'Odbiorcy w konsoli Google',
  googleAppAccess: 'Kontrola dostępu aplikacji w konsoli Google',
  googleAppPasswords: 'Hasła aplikacji na koncie Google',
  appPasswords: 'Utwórz hasło aplikacji',
  gmailApi: 'Interfejs API Gmail w konsoli Google',
  smtpAuthHelp: 'Microsoft o SMTP AUTH',
  restrictedEntities: 'Ograniczone jednostki w Microsoft Defender',
  newSecret: 'Utwórz nowy klucz tajny',
};

export const who: Translation<typeof whoWords, PolishForm> = {
  you: 'Można to naprawić samodzielnie',
  administrator: 'Może to naprawić administrator',
  wait: 'To minie samo',
};
