import type { FaultCall, FaultDesk } from './faults.ts';
import { html, page } from './html.ts';
import type { Markup } from './html.ts';
import type { InboxMessage, InboxMessageInFull } from './inbox.ts';
import type { Directory } from './people.ts';

const timeOf = (atMs: number): string => new Date(atMs).toLocaleTimeString('en-GB');

const navigation = html`<p class="brand"><a href="/inbox/">Inbox</a> · <a href="/faults">Faults</a></p>`;

const sizeOf = (sizeBytes: number): string =>
  sizeBytes < 1024 ? `${sizeBytes} bytes` : `${(sizeBytes / 1024).toFixed(1)} KiB`;

const viaNames = { smtp: 'SMTP', 'gmail-api': 'Gmail API', graph: 'Microsoft Graph' } as const;

/** Every accepted message, newest first. */
export const inboxPage = (messages: readonly InboxMessage[]): string =>
  page({
    title: `Inbox (${messages.length}) – SMTP Setup sandbox`,
    content: html`${navigation}
      <h1>Inbox</h1>
      <p class="soft">Everything that the sandbox’s servers have accepted. Nothing here was sent anywhere.</p>
      ${
        messages.length === 0
          ? html`<p>No messages yet.</p>`
          : html`<table>
                <thead>
                  <tr>
                    <th scope="col">Time</th>
                    <th scope="col">From</th>
                    <th scope="col">To</th>
                    <th scope="col">Subject</th>
                    <th scope="col">Attachments</th>
                    <th scope="col">Through</th>
                  </tr>
                </thead>
                <tbody>
                  ${messages.toReversed().map(
                    (message) =>
                      html`<tr>
                        <td class="time">${timeOf(message.receivedAtMs)}</td>
                        <td>${message.from}</td>
                        <td>${message.to.join(', ')}</td>
                        <td>
                          <a href="/inbox/messages/${message.id}">${message.subject || '(no subject)'}</a>
                        </td>
                        <td>${message.attachments.map(({ name }) => name).join(', ')}</td>
                        <td>${viaNames[message.via]} as ${message.account}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
              <form class="row" method="post" action="/inbox/clear"><button>Empty the inbox</button></form>`
      }`,
  });

/** One message: header, attachments with their hashes, text. Its HTML is never shown as HTML. */
export const messagePage = (message: InboxMessageInFull): string =>
  page({
    title: `${message.subject} – SMTP Setup sandbox`,
    content: html`${navigation}
      <h1>${message.subject || '(no subject)'}</h1>
      <p>
        From ${message.envelope.from} to ${message.envelope.to.join(', ')}, accepted
        ${timeOf(message.receivedAtMs)}. <a href="/inbox/messages/${message.id}/raw">Download</a>
      </p>
      ${
        message.attachments.length > 0 &&
        html`<h2>Attachments</h2>
          <table>
            ${message.attachments.map(
              ({ name, contentType, sizeBytes, sha256 }) =>
                html`<tr>
                  <th scope="row">${name}</th>
                  <td>${contentType}, ${sizeOf(sizeBytes)}<br /><code>SHA-256 ${sha256}</code></td>
                </tr>`,
            )}
          </table>`
      }
      <h2>Text</h2>
      <pre>${message.text}</pre>
      <h2>Header</h2>
      <table>
        ${message.headers.map(
          ([name, value]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${value}</td>
            </tr>`,
        )}
      </table>`,
  });

const choiceField = (name: string, choices: readonly string[]): Markup =>
  html`<label>
    ${name}
    <select name="${name}">
      ${choices.map((choice) => html`<option>${choice}</option>`)}
    </select>
  </label>`;

const field = (name: string, hint: string | readonly string[], directory: Directory): Markup => {
  if (typeof hint !== 'string') return choiceField(name, hint);
  if (hint === 'a person') {
    const addresses = directory.people.map(({ address }) => address);
    return choiceField(name, addresses);
  }
  if (name === 'on') return html``;
  return html`<label
    >${name.replace('?', '')} <input type="text" name="${name.replace('?', '')}" placeholder="${hint}"
  /></label>`;
};

const callForm = (call: FaultCall, directory: Directory): Markup =>
  html`<section>
    <h2>${call.name}</h2>
    <p class="soft">${call.does}</p>
    <form method="post" action="${call.path}">
      ${Object.entries(call.body).map(([name, hint]) => field(name, hint, directory))}
      <div class="row">
        ${
          'on' in call.body
            ? html`<button name="on" value="true">${call.name} on</button>
                <button name="on" value="false">${call.name} off</button>`
            : html`<button>${call.name}</button>`
        }
      </div>
    </form>
  </section>`;

/** The faults as forms, with what is on now. */
export const faultsPage = (faults: FaultDesk, directory: Directory): string => {
  const state = faults.verbs.state();
  return page({
    title: 'Faults – SMTP Setup sandbox',
    content: html`${navigation}
      <h1>Faults</h1>
      <p class="soft">
        What goes wrong at the providers, by button here or as JSON: GET /faults lists the same calls.
      </p>
      <h2>Now</h2>
      <p>
        SMTP AUTH ${state.smtpAuthDisabled ? 'disabled' : 'enabled'} · throttling
        ${state.smtpThrottle ?? 'off'} · connections
        ${state.dropConnection === undefined ? 'kept' : `dropped at ${state.dropConnection.stage}`} · token
        endpoints: Google ${state.tokenEndpoint.google}, Microsoft ${state.tokenEndpoint.microsoft} · Gmail
        API ${state.gmailApi} · Graph ${state.graphApi} · largest message ${state.messageSizeBytes} bytes
      </p>
      <h2>Calls</h2>
      <div class="tiles">${faults.calls.map((call) => callForm(call, directory))}</div>`,
  });
};
