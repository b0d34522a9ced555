import { html, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { count, meanShare, type Site } from '../model/site.js';
import { percent, shapes, states } from '../model/words.js';

/** One card a site: its merged state, how many machines are in which state, and their mean uptime. */
export function siteCards(sites: Iterable<Site>): TemplateResult {
  const sorted = [...sites].sort((one, other) => one.name.localeCompare(other.name));
  return html`${repeat(sorted, ({ name }) => name, card)}`;
}

function card({ name, overall, machines }: Site): TemplateResult {
  const counts = count(machines.values());
  const flapping = [...machines.values()].filter(({ isFlapping }) => isFlapping).length;
  return html`<li class="card ${overall}" data-site=${name}>
    <h3>${name}</h3>
    <p class="overall">
      <span class="shape" aria-hidden="true">${shapes[overall]}</span> ${overall}
    </p>
    <dl>
      ${states.map(
        (state) =>
          html`<div class=${state}>
            <dt><span class="shape" aria-hidden="true">${shapes[state]}</span> ${state}</dt>
            <dd>${counts[state]}</dd>
          </div>`,
      )}
      <div>
        <dt>flapping</dt>
        <dd>${flapping}</dd>
      </div>
      <div>
        <dt>uptime</dt>
        <dd>${percent(meanShare(machines.values()))}</dd>
      </div>
    </dl>
  </li>`;
}
