import { html, render } from 'lit-html';
import { BrokerConnection, defaultBroker, type Login } from './broker.js';
import { Fleet } from './model/fleet.js';
import type { Machine } from './model/machine.js';
import { type Choice, rows } from './model/rows.js';
import { count } from './model/site.js';
import { shapes, states } from './model/words.js';
import { details } from './view/details.js';
import { siteCards } from './view/sites.js';
import { Timeline } from './view/timeline.js';

/** How often the page is drawn at most, and at least, in milliseconds. */
const soonest = 250;
const latest = 2_000;

const element = (id: string): HTMLElement => document.getElementById(id)!;
const form = element('login') as HTMLFormElement;
const choice = element('choice') as HTMLFormElement;

let isStale = true;
const changed = (): void => void (isStale = true);
let fleet = new Fleet(changed);
let connection: BrokerConnection | undefined;
let selected: Machine | undefined;
let drawn = 0;

const timeline = new Timeline(element('timeline'), (machine) => {
  selected = machine;
  draw();
});

function draw(): void {
  isStale = false;
  drawn = Date.now();
  fleet.flush();
  const counts = count(fleet.machines());
  const all = states.reduce((sum, state) => sum + counts[state], 0);
  render(
    html`${all} ${all === 1 ? 'machine' : 'machines'}:
    ${states.map(
      (state) =>
        html`<span class=${state} data-state=${state} data-count=${counts[state]}
          ><span class="shape" aria-hidden="true">${shapes[state]}</span> ${counts[state]}
          ${state}</span
        > `,
    )}`,
    element('counts'),
  );
  // For scale/main.ts.
  element('counts').dataset['messages'] = String(fleet.messages);
  render(siteCards(fleet.sites.values()), element('sites'));
  const shown = rows(fleet.ordered, chosen());
  element('shown').textContent = shown.length === all ? '' : `${shown.length} of ${all} shown`;
  timeline.show(shown);
  render(details(selected), element('details'));
}

function chosen(): Choice {
  const data = new FormData(choice);
  return {
    text: data.get('text') as string,
    show: data.get('show') as Choice['show'],
    order: data.get('order') as Choice['order'],
  };
}

function connect(login: Login): void {
  connection?.close();
  connection = undefined;
  fleet.close();
  fleet = new Fleet(changed);
  selected = undefined;
  const say = (words: string, isConnected: boolean): void => {
    const status = element('status');
    status.textContent = words;
    status.className = isConnected ? 'connected' : 'disconnected';
    if (isConnected) (element('broker') as HTMLDetailsElement).open = false;
  };
  if (/^wss?:\/\/./.test(login.url)) connection = new BrokerConnection(login, fleet, say);
  else say(`${login.url} is no address of a broker, such as wss://broker.example.org/mqtt`, false);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const data = new FormData(form);
  const text = (name: string): string => data.get(name) as string;
  connect({ url: text('url'), user: text('user'), password: text('password') });
});
choice.addEventListener('input', draw);
choice.addEventListener('submit', (event) => event.preventDefault());

setInterval(() => {
  if (isStale || Date.now() - drawn >= latest) draw();
}, soonest);

const url = defaultBroker();
(element('url') as HTMLInputElement).value = url;
connect({ url, user: '', password: '' });
draw();
