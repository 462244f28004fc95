import type { oauthClients as english } from '../en/oauth-clients.ts';
import type { PolishForm, Translation } from '../translation.ts';

export const oauthClients: Translation<typeof english, PolishForm> = {
  sources: {
    builtIn: 'Wbudowany',
    own: 'Własna rejestracja',
    policy: 'Wskazany przez administratora',
  },
  types: {
    desktop: 'Aplikacja klasyczna',
    web: 'Aplikacja internetowa',
  },
  fields: {
    source: 'Klient OAuth',
    clientId: 'ID klienta',
    secret: 'Klucz tajny klienta',
    tenant: 'Dzierżawa',
    ownTenant: 'ID dzierżawy lub domena',
    cloud: 'Chmura',
    type: 'Zarejestrowany jako',
    redirectPort: 'Port przekierowania',
    redirectPath: 'Ścieżka przekierowania',
    redirectUri: 'URI przekierowania do rejestracji',
    authorizationEndpoint: 'URL autoryzacji',
    tokenEndpoint: 'URL tokenu',
    revocationEndpoint: 'URL odwołania',
    guide: 'Jak go zarejestrować',
  },
  help: {
    source:
      'Wbudowany: logowania używają rejestracji tej aplikacji. Własna rejestracja: używają tej, którą firma założyła u dostawcy.',
    clientId: 'Tak dostawca nazywa rejestrację. Microsoft: Application (client) ID.',
    secret:
      'Należy do ID klienta. Jest przechowywany w magazynie kluczy tego komputera, trafia tylko do dostawcy i nigdy więcej nie jest pokazywany. Klient Microsoft z kluczem tajnym jest klientem poufnym: jego URI przekierowania rejestruje się pod „Web”. PKCE jest używane w każdym przypadku.',
    tenant: 'Kto może się logować w Microsoft. Musi pasować do typów kont rejestracji.',
    ownTenant:
      'Directory (tenant) ID rejestracji lub jej domena, np. contoso.com. Potrzebne przy rejestracji dla jednej dzierżawy.',
    cloud: 'Chmura Microsoft, w której są skrzynki.',
    type: 'Aplikacja klasyczna: przeglądarka wraca na dowolny wolny port. Aplikacja internetowa: wraca na stały port i ścieżkę, które muszą być zarejestrowane.',
    redirectPort:
      'Port tego komputera, na który wraca przeglądarka. Musi być wolny podczas logowania. Microsoft go nie porównuje, więc może tam być pusty.',
    redirectPath: 'Ścieżka URI przekierowania, np. /oauth/redirect.',
    redirectUri:
      'Wpisz dokładnie to u dostawcy. Oznacza ten komputer: nikt inny nie dostaje odpowiedzi logowania.',
    endpoint: 'Dokąd trafiają logowania. Wynika z dostawcy, chmury i dzierżawy.',
    guide: 'Krok po kroku przez strony dostawcy.',
  },
  tenants: {
    organizations: 'organizations: konta służbowe i szkolne',
    common: 'common: konta służbowe, szkolne i osobiste',
    consumers: 'consumers: tylko konta osobiste',
    own: 'Własna dzierżawa',
  },
  clouds: {
    global: 'Globalna',
    'us-government': 'Administracja USA',
    china: 'Chiny, obsługiwane przez 21Vianet',
  },
  copy: 'Kopiuj',
  copied: 'Skopiowano',
  noRegistration: 'Dla klienta klasycznego Google nie trzeba niczego rejestrować.',
  microsoftDesktop: 'Zarejestruj go pod „Mobile and desktop applications”; port nie ma tam znaczenia.',
  confidential: 'Klucz tajny czyni go klientem poufnym: zarejestruj URI przekierowania pod „Web”.',
  noneBuiltIn: 'Ta wersja nie ma własnego klienta. Zarejestruj go i wybierz „Własna rejestracja”.',
  newSignIn_one: '{{count}} konto wymaga nowego logowania po zapisaniu.',
  newSignIn_few: '{{count}} konta wymagają nowego logowania po zapisaniu.',
  newSignIn_many: '{{count}} kont wymaga nowego logowania po zapisaniu.',
  findings: {
    required: 'Wpisz ID klienta.',
    googleIdShape: 'ID klientów Google kończą się na .apps.googleusercontent.com.',
    microsoftIdShape: 'Application (client) ID w Microsoft wygląda jak 351d6cb2-1c69-4081-9cc2-a769d71567cb.',
    secretIsId: 'To wygląda na „Secret ID”. Wpisz wartość („Value”), pokazywaną raz obok.',
    secretOfOther: 'Ustawiony klucz tajny należy do innego ID klienta. Zastąp go lub usuń.',
    secretMissing: 'Klient tego rodzaju zwykle wymaga klucza tajnego.',
    tenantInvalid: 'Wpisz ID dzierżawy lub domenę: litery, cyfry, kropki i łączniki.',
    portInvalid: 'Wpisz port od 1 do 65535.',
    portRequired: 'Google porównuje port: wpisz ten zarejestrowany.',
    pathInvalid: 'Zacznij od / i używaj tylko liter, cyfr i / . _ ~ -',
  },
  guide: {
    show: 'Pokaż kroki',
    hide: 'Ukryj kroki',
    changed: 'Co jest inaczej niż w starszych poradnikach',
    google: {
      project: 'Otwórz konsolę Google Cloud i wybierz projekt albo go utwórz.',
      api: 'Włącz Gmail API w projekcie.',
      branding: 'Google Auth Platform › Branding: wpisz nazwę aplikacji i adres e-mail pomocy.',
      audience:
        'Audience: wybierz „Internal”, jeśli wszystkie skrzynki są w Google Workspace firmy. Przy „External” opublikuj aplikację: w „Testing” mogą się logować tylko użytkownicy testowi, a każde logowanie kończy się po 7 dniach.',
      scopes:
        'Data Access: dodaj zakres podany niżej. Dla Gmail przez SMTP jest to zamiast tego https://mail.google.com/, który jest ograniczony.',
      client:
        'Clients › Create client: wybierz „Desktop app”, o nic więcej nie będzie pytań. „Web application” też działa: wybierz ją wtedy wyżej w polu „{{type}}”, z portem, i wpisz URI przekierowania z góry pod „Authorized redirect URIs”.',
      secret: 'Od razu skopiuj ID i klucz tajny klienta. Wybierz wyżej „Własna rejestracja” i wpisz je tam.',
      save: 'Zapisz, a potem zaloguj się do konta.',
    },
    googleChanges: {
      platform:
        '„APIs & Services › OAuth consent screen” to teraz Google Auth Platform z własnymi stronami: Branding, Audience, Data Access, Clients.',
      secretOnce:
        'Klucz tajny klienta jest pokazywany tylko przy tworzeniu. Jeśli przepadł, dodaj kolejny na stronie klienta.',
      origins: 'Źródła JavaScript i token odświeżania są niepotrzebne. „Zaloguj się” robi to samo.',
    },
    microsoft: {
      register:
        'Otwórz „App registrations” w centrum administracyjnym Microsoft Entra i wybierz „New registration”. Nazwa jest dowolna.',
      accountTypes:
        'Supported account types: przy „Accounts in this organizational directory only” wybierz wyżej „Własna dzierżawa”; przy „Accounts in any organizational directory” organizations; przy „and personal Microsoft accounts” common.',
      redirect:
        'Redirect URI: wybierz „Public client/native (mobile & desktop)” i wpisz to. „Web” też działa: wybierz wtedy „Aplikacja internetowa” wyżej w polu „{{type}}” i utwórz klucz tajny.',
      ids: 'Skopiuj Application (client) ID z „Overview”, a dla jednej dzierżawy także Directory (tenant) ID. Wybierz wyżej „Własna rejestracja” i wpisz je tam.',
      permissions:
        'API permissions › Add a permission › Microsoft Graph › Delegated permissions: dodaj te podane niżej. Każde logowanie prosi o SMTP.Send i Mail.Send: z tym drugim konto wysyła dalej przez Microsoft Graph tam, gdzie SMTP AUTH jest wyłączone. Mail.Send.Shared służy skrzynkom udostępnionym tą drogą, Mail.ReadWrite wiadomościom powyżej 3 MB.',
      consent: 'Tam, gdzie użytkownicy nie mogą sami wyrazić zgody, wybierz „Grant admin consent”.',
      secret:
        'Tylko dla „Web”: Certificates & secrets › New client secret. Od razu skopiuj wartość („Value”), nie „Secret ID”, i zanotuj, kiedy wygasa.',
      smtpAuth:
        'SMTP AUTH musi być włączone dla każdej skrzynki, która wysyła przez SMTP. W Exchange Online PowerShell:',
      save: 'Zapisz, a potem zaloguj się do konta.',
    },
    microsoftChanges: {
      names:
        'Azure Active Directory to teraz Microsoft Entra ID. Rejestracje aplikacji są te same w witrynie Azure Portal i w centrum administracyjnym Entra.',
      publicClient:
        '„Allow public client flows” może pozostać wyłączone. Jest potrzebne tylko wtedy, gdy ktoś loguje się kodem w przeglądarce gdzie indziej.',
      graph:
        'User.Read.All nie jest potrzebne. SMTP.Send jest wymienione pod Microsoft Graph, ale aplikacja prosi o nie jako outlook.office.com/SMTP.Send, bo serwer poczty odrzuca token Graph.',
      token: 'Nie trzeba ręcznie kopiować kodu ani tokenu odświeżania. „Zaloguj się” robi to samo.',
    },
    links: {
      googleProject: 'Konsola Google Cloud',
      googleApi: 'Gmail API',
      googleBranding: 'Branding',
      googleAudience: 'Audience',
      googleScopes: 'Data Access',
      googleClients: 'Clients',
      microsoftApps: 'Rejestracje aplikacji',
      microsoftQuickstart: 'Poradnik Microsoft',
    },
  },
};
