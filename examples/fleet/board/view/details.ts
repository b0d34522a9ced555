import { html, nothing, type TemplateResult } from 'lit-html';
import type { Known, Machine } from '../model/machine.js';
import { held, percent, shapes } from '../model/words.js';

const time = (when: number): string => new Date(when).toLocaleTimeString();

/** What is known of one machine. */
export function details(machine: Machine | undefined): TemplateResult {
  if (machine === undefined) {
    return html`<h2>Machine</h2>
      <p>Choose a machine in the list, by mouse or by the arrow keys.</p>`;
  }
  const { name, state, lane, share, isFlapping, reason } = machine;
  const { since } = lane;
  return html`<h2>${name.site} / ${name.machine}</h2>
    <p class=${state}>
      <span class="shape" aria-hidden="true">${shapes[state]}</span>
      ${state}${reason ? `: ${reason}` : nothing}
      ${since === undefined ? nothing : html`since ${time(since)} (${held(Date.now() - since)})`}
    </p>
    <p>Uptime ${percent(share)}${isFlapping ? ', flapping' : nothing}</p>
    <table>
      <thead>
        <tr>
          <th scope="col">profile</th>
          <th scope="col">account</th>
          <th scope="col">${state === 'unknown' ? 'last known state' : 'state'}</th>
          <th scope="col">since</th>
        </tr>
      </thead>
      <tbody>
        ${[...machine.connections.values()].map(line)}
      </tbody>
    </table>`;
}

function line({ connection, message }: Known): TemplateResult {
  const { state, reason, since, mode } = message;
  return html`<tr>
    <td>${connection.profile}</td>
    <td class="account">${connection.account ?? html`<i>the profile itself</i>`}</td>
    <td class="what ${state}">
      <span class="shape" aria-hidden="true">${shapes[state]}</span>
      ${state}${reason ? `: ${reason}` : nothing}${mode ? ` (${mode})` : nothing}
    </td>
    <td class="what">${since === undefined ? '–' : time(since)}</td>
  </tr>`;
}
