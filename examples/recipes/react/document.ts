// A document without a browser. Import it before React.
import { Window } from 'happy-dom';

const window = new Window({ url: 'http://localhost' });
window.document.body.innerHTML = '<main id="root"></main>';
for (const [name, value] of Object.entries({
  window,
  document: window.document,
  navigator: window.navigator,
})) {
  // Node has a navigator of its own from version 21 on.
  Object.defineProperty(globalThis, name, { value, configurable: true });
}

export const root = window.document.getElementById('root')!;
