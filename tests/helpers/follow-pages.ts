/** Somebody in front of a browser, as far as a sign-in needs one: cookies, redirects, links and forms, no script. */
export interface PersonAtPages {
  readonly address: string;
  /** What the pages call the person, where that is not the address (UPN). */
  readonly signInName?: string;
  readonly password: string;
  /** What an app elsewhere shows, to be typed on the first page. */
  readonly userCode?: string;
  /** Presses Cancel on the consent page. */
  readonly decline?: boolean;
  /** Leaves out every permission that may be left out (Google). */
  readonly untickSending?: boolean;
  /** Types the address after "Use another account" instead of picking it from the list. */
  readonly chooseOther?: boolean;
  /** Types this wrong password first. */
  readonly wrongPasswordFirst?: string;
  /** False stops before the app's redirect URI is visited; the answer then says where it would have gone. */
  readonly visitRedirect?: boolean;
}

/** Where the sign-in ended. */
export interface Landing {
  /** The app's redirect URI with its query, or the address of the page that went no further. */
  readonly landedOn: string;
  /** What that page said; without a visit, the fields that would have been posted. */
  readonly body: string;
  /** Headings and alerts of the pages on the way, in order. */
  readonly seen: readonly string[];
}

interface Button {
  readonly label: string;
  readonly name: string;
  readonly value: string;
}

interface Page {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

const pagesBeforeGivingUp = 20;

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const plainText = (markup: string): string =>
  unescaped(markup.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ')).trim();

const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescaped(value);
};

const textsOf = (pattern: RegExp, text: string): string[] =>
  [...text.matchAll(pattern)].map(([, inside = '']) => plainText(inside));

const buttonsOf = (text: string): Button[] =>
  [...text.matchAll(/<button([^>]*)>([\s\S]*?)<\/button>/g)].map(([, tag = '', inside = '']) => ({
    label: plainText(inside),
    name: attribute(tag, 'name') ?? '',
    value: attribute(tag, 'value') ?? '',
  }));

const inputsOf = (text: string) =>
  [...text.matchAll(/<input([^>]*)>/g)].map(([, tag = '']) => ({
    type: attribute(tag, 'type') ?? 'text',
    name: attribute(tag, 'name') ?? '',
    value: attribute(tag, 'value') ?? '',
  }));

/** Answers a browser's cookie jar for one host. */
const createJar = () => {
  const cookies = new Map<string, { readonly value: string; readonly path: string }>();
  return {
    store: (response: Response): void => {
      for (const line of response.headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split(/;\s*/);
        const [name = '', value = ''] = pair.split(/=(.*)/);
        const path = attributes.find((part) => part.startsWith('path='))?.slice(5) ?? '/';
        if (value === '') cookies.delete(`${name} ${path}`);
        else cookies.set(`${name} ${path}`, { value, path });
      }
    },
    headerFor: (url: URL): string =>
      [...cookies]
        .filter(([, { path }]) => url.pathname.startsWith(path))
        .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
        .join('; '),
  };
};

/** What the person does on a page: the fields of the form and the button that is pressed. */
const answerTo = (page: Page, person: PersonAtPages, tried: Set<string>): URLSearchParams => {
  const { text } = page;
  const buttons = buttonsOf(text);
  const inputs = inputsOf(text);
  const fields = new URLSearchParams(
    inputs
      .filter(({ type }) => type === 'hidden' || (type === 'checkbox' && person.untickSending !== true))
      .map(({ name, value }) => [name, value]),
  );
  const press = (wanted: (button: Button) => boolean): URLSearchParams => {
    const button = buttons.find(wanted);
    if (button === undefined) {
      throw new Error(`no button to press among ${buttons.map(({ label }) => label).join(', ')}`);
    }
    if (button.name !== '') fields.set(button.name, button.value);
    return fields;
  };
  const labelled = (label: string) => (button: Button) => button.label === label;

  const code = inputs.find(({ name }) => name === 'user_code');
  if (code?.type === 'hidden') return press(labelled('Continue'));
  if (code) {
    tried.add('code');
    fields.set('user_code', person.userCode ?? '');
    return press(labelled('Next'));
  }
  if (inputs.some(({ name }) => name === 'email')) {
    if (tried.has('email')) throw new Error(`nobody here is called ${person.address}`);
    tried.add('email');
    fields.set('email', person.address);
    return press(labelled('Next'));
  }
  if (inputs.some(({ name }) => name === 'password')) {
    if (!tried.has('right person')) return press(labelled('Use another account'));
    if (tried.has('password')) throw new Error(`the password of ${person.address} was refused`);
    const wrongFirst = tried.has('wrong password') ? undefined : person.wrongPasswordFirst;
    tried.add(wrongFirst === undefined ? 'password' : 'wrong password');
    fields.set('password', wrongFirst ?? person.password);
    return press(labelled('Sign in'));
  }
  if (buttons.some(labelled('Use another account'))) {
    tried.add('right person');
    if (person.chooseOther === true) return press(labelled('Use another account'));
    const shown = person.signInName ?? person.address;
    const own = buttons.find(({ label }) => label.endsWith(` ${shown}`));
    return press(own === undefined ? labelled('Use another account') : labelled(own.label));
  }
  return press(person.decline === true ? labelled('Cancel') : (button) => button.label !== 'Cancel');
};

/**
 * Signs in on the sandbox's pages as a person would, whoever the page suggests, and ends at the app's redirect URI; where a code
 * is typed, at the page that says so.
 *
 * @param authorizationUrl - what the app would have opened in the browser, or the page that takes the code
 * @throws {Error} when a page offers no way on: a wrong password, nobody of that name
 */
export const followSignIn = async (authorizationUrl: string, person: PersonAtPages): Promise<Landing> => {
  const jar = createJar();
  const seen: string[] = [];
  const tried = new Set<string>();
  const provider = new URL(authorizationUrl).origin;
  let url = new URL(authorizationUrl);
  let form: URLSearchParams | undefined;
  const hint = url.searchParams.get('login_hint')?.toLowerCase();
  if (
    hint === person.address.toLowerCase() ||
    (hint !== undefined && hint === person.signInName?.toLowerCase())
  )
    tried.add('right person');

  for (let count = 0; count < pagesBeforeGivingUp; count += 1) {
    const isApp = url.origin !== provider;
    if (isApp && person.visitRedirect === false) {
      return { landedOn: url.href, body: form?.toString() ?? '', seen };
    }
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'text/html', ...(!isApp && { cookie: jar.headerFor(url) }) },
      ...(form !== undefined && { method: 'POST', body: form }),
    });
    const text = await response.text();
    if (isApp) return { landedOn: url.href, body: text, seen };
    jar.store(response);
    const location = response.headers.get('location');
    if (location !== null) {
      url = new URL(location, url);
      form = undefined;
      continue;
    }
    seen.push(...textsOf(/<h1>([\s\S]*?)<\/h1>/g, text), ...textsOf(/role="alert">([\s\S]*?)</g, text));
    const isOver =
      !text.includes('<form') || (tried.has('code') && text.includes('type="text" name="user_code"'));
    if (isOver) return { landedOn: url.href, body: text, seen };
    const action = attribute(/<form([^>]*)>/.exec(text)?.[1] ?? '', 'action');
    if (action !== undefined && new URL(action, url).origin !== provider) {
      form = new URLSearchParams(inputsOf(text).map(({ name, value }) => [name, value]));
      url = new URL(action, url);
      continue;
    }
    form = answerTo({ url, status: response.status, text }, person, tried);
    url = new URL(action ?? url.href, url);
  }
  throw new Error(`the sign-in went round in circles: ${seen.join(' → ')}`);
};
