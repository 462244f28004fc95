import { createDOMRenderer, RendererProvider } from '@fluentui/react-components';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectToHost } from './api.ts';
import { App } from './app.tsx';
import { CrashPage } from './crash-page.tsx';
import { createServices, ServicesProvider } from './services.tsx';
import { loadFirstWords } from './words/use-words.ts';
import './styles/base.css';

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no root element.');

// Styles made at run time need the nonce of this load; nothing else may bring style in.
const nonce = document.querySelector<HTMLElement>('meta[property=csp-nonce]')?.nonce;
const renderer = createDOMRenderer(document, nonce ? { styleElementAttributes: { nonce } } : {});
const { bridge, connection } = connectToHost();

const show = (firstWords: Awaited<ReturnType<typeof loadFirstWords>>): void => {
  // An error while drawing empties the page: then another one says so and offers the way out.
  const onUncaughtError = () => {
    const place = document.createElement('div');
    place.id = root.id;
    root.replaceWith(place);
    createRoot(place).render(
      <RendererProvider renderer={renderer} targetDocument={document}>
        <CrashPage words={firstWords} />
      </RendererProvider>,
    );
  };

  createRoot(root, { onUncaughtError }).render(
    <StrictMode>
      <RendererProvider renderer={renderer} targetDocument={document}>
        <ServicesProvider services={createServices(bridge, connection)}>
          <App firstWords={firstWords} />
        </ServicesProvider>
      </RendererProvider>
    </StrictMode>,
  );
};

// Not awaited here: parts that come later could not share a file with one that waits, and the first screen would be cut into fifty.
void loadFirstWords().then(show);
