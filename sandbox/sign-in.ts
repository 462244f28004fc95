import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { readForm, sendOn, sendPage, textOf } from './http-answer.ts';
import type { Directory, Person } from './people.ts';
import { chooserPage, consentPage, emailPage, passwordPage } from './sign-in-pages.ts';
import type { Wording } from './sign-in-pages.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** Which page is next; each sign-in walks chooser → (e-mail) → password → consent and may turn back. */
type Step =
  | { readonly name: 'choose' }
  | { readonly name: 'email'; readonly typed: string; readonly problem?: string }
  | { readonly name: 'password'; readonly person: Person; readonly problem?: string }
  | { readonly name: 'consent'; readonly person: Person };

interface SignInDeps {
  readonly provider: Provider;
  readonly people: readonly Person[];
  readonly byName: Directory['byName'];
  readonly wording: Wording;
  readonly declined: () => { readonly error: string; readonly error_description?: string };
  readonly errorPage: (error: string, description: string) => string;
  readonly granted: (grantId: string, parameters: Parameters, scopes: Set<string>) => void;
}

/** Answers the conversation with a person that an authorization request starts. */
export const createSignIn = (
  deps: SignInDeps,
): { readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> } => {
  const { provider, people, wording } = deps;
  const steps = new Map<string, Step>();

  const personCalled = (name: string): Person | undefined => {
    const person = deps.byName(name);
    return person === undefined ? undefined : people.find(({ id }) => id === person.id);
  };

  const firstStep = (parameters: Parameters): Step => {
    const asked = textOf(parameters['asked_prompt']).split(' ');
    const hint = textOf(parameters['login_hint']);
    if (hint === '' || asked.includes('select_account')) return { name: 'choose' };
    const person = personCalled(hint);
    return person === undefined ? { name: 'email', typed: hint } : { name: 'password', person };
  };

  const nextStep = (step: Step, form: URLSearchParams): Step => {
    if (form.has('back')) return { name: 'choose' };
    if (form.get('step') === 'choose') {
      const person = people.find(({ id }) => id === form.get('person'));
      return person === undefined ? { name: 'email', typed: '' } : { name: 'password', person };
    }
    if (form.get('step') === 'email') {
      const typed = (form.get('email') ?? '').trim();
      const person = personCalled(typed);
      return person === undefined
        ? { name: 'email', typed, problem: wording.unknownEmail }
        : { name: 'password', person };
    }
    if (form.get('step') === 'password' && step.name === 'password') {
      const isRight = form.get('person') === step.person.id && form.get('password') === step.person.password;
      return isRight
        ? { name: 'consent', person: step.person }
        : { name: 'password', person: step.person, problem: wording.wrongPassword };
    }
    return step;
  };

  const show = (response: ServerResponse, step: Step, scopes: readonly string[]): void => {
    const document =
      step.name === 'choose'
        ? chooserPage(wording, people)
        : step.name === 'email'
          ? emailPage(wording, step.typed, step.problem)
          : step.name === 'password'
            ? passwordPage(wording, step.person, step.problem)
            : consentPage(wording, step.person, wording.permissions(scopes));
    sendPage(response, 200, document);
  };

  return {
    handle: async (request, response) => {
      let interaction;
      try {
        interaction = await provider.interactionDetails(request, response);
      } catch {
        const text = 'This sign-in has expired. Go back to the app and start again.';
        sendPage(response, 400, deps.errorPage('expired', text));
        return;
      }
      const { uid, params } = interaction;
      const scopes = textOf(params['scope']).split(' ');
      const step = steps.get(uid) ?? firstStep(params);
      if (request.method !== 'POST') {
        show(response, step, scopes);
        return;
      }
      const form = await readForm(request);
      if (form.get('step') !== 'consent' || step.name !== 'consent') {
        steps.set(uid, nextStep(step, form));
        sendOn(response, `/sign-in/${uid}`);
        return;
      }
      steps.delete(uid);
      if (form.get('decision') !== 'accept') {
        await provider.interactionFinished(request, response, deps.declined());
        return;
      }
      const ticked = new Set(form.getAll('scope'));
      const leftOut = new Set(
        wording
          .permissions(scopes)
          .filter(({ scope, optional }) => optional && !ticked.has(scope))
          .map(({ scope }) => scope),
      );
      const accountId = step.person.id;
      const grant = new provider.Grant({ accountId, clientId: textOf(params['client_id']) });
      const accepted = scopes.filter((scope) => !leftOut.has(scope));
      grant.addOIDCScope(accepted.join(' '));
      if (leftOut.size > 0) grant.rejectOIDCScope([...leftOut].join(' '));
      const grantId = await grant.save();
      deps.granted(grantId, params, new Set(accepted));
      await provider.interactionFinished(request, response, {
        login: { accountId, remember: false },
        consent: { grantId },
      });
    },
  };
};
