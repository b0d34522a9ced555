import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from '@tanstack/virtual-core';
import { html, nothing, render } from 'lit-html';
import { hour, type Machine } from '../model/machine.js';
import { held, percent, shapes } from '../model/words.js';
import { type Colours, coloursOf, drawLane } from './drawLane.js';

const height = 28;

/** The list of machines, a lane for each. Only the rows in view are in the document. */
export class Timeline {
  readonly #list: HTMLElement;
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  readonly #select: (machine: Machine) => void;
  #machines: readonly Machine[] = [];
  #selected: Machine | undefined;
  #colours: Colours;

  constructor(list: HTMLElement, select: (machine: Machine) => void) {
    this.#list = list;
    this.#select = select;
    this.#colours = coloursOf(list);
    this.#virtualizer = new Virtualizer<HTMLElement, HTMLElement>(this.#options());
    this.#virtualizer._didMount();
    list.addEventListener('keydown', this.#pressed);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      this.#colours = coloursOf(list);
      this.draw();
    });
  }

  show(machines: readonly Machine[]): void {
    this.#machines = machines;
    if (this.#selected && !machines.includes(this.#selected)) this.#selected = undefined;
    this.#virtualizer.setOptions(this.#options());
    this.draw();
  }

  readonly draw = (): void => {
    this.#virtualizer._willUpdate();
    const items = this.#virtualizer
      .getVirtualItems()
      .filter(({ index }) => index < this.#machines.length);
    const selected = this.#selected && this.#machines.indexOf(this.#selected);
    const now = Date.now();
    const row = (index: number, start: number) => {
      const machine = this.#machines[index]!;
      const { state, name, isFlapping, share, lane } = machine;
      return html`<div
        id="row-${index}"
        class="row ${state}"
        role="option"
        aria-selected=${machine === this.#selected}
        aria-setsize=${this.#machines.length}
        aria-posinset=${index + 1}
        style="transform: translateY(${start}px)"
        @click=${() => this.#choose(index)}
      >
        <span class="name"
          ><span class="site">${name.site}</span> <span>${name.machine}</span></span
        >
        <span class="state"
          ><span class="shape" aria-hidden="true">${shapes[state]}</span> ${state}</span
        >
        <span class="flaps">${isFlapping ? html`<b>flaps</b>` : nothing}</span>
        <span class="held">${held(now - (lane.since ?? now))}</span>
        <span class="uptime">${percent(share)}</span>
        <canvas aria-hidden="true"></canvas>
      </div>`;
    };
    render(
      html`<div class="all" style="height: ${this.#virtualizer.getTotalSize()}px">
        ${
          // Without keys: a row that leaves the view is used again for one that enters it.
          items.map(({ index, start }) => row(index, start))
        }
      </div>`,
      this.#list,
    );
    if (selected === undefined) this.#list.removeAttribute('aria-activedescendant');
    else this.#list.setAttribute('aria-activedescendant', `row-${selected}`);
    const span = { from: now - hour, to: now };
    const canvases = this.#list.querySelectorAll('canvas');
    const [first] = canvases;
    if (first === undefined) return;
    // Read once: reading after each drawing would make the browser lay out the page for each row.
    const size = { width: first.clientWidth, height: first.clientHeight };
    canvases.forEach((canvas, i) => {
      const { lane } = this.#machines[items[i]!.index]!;
      drawLane(canvas, size, lane.segments(now), span, this.#colours);
    });
  };

  #options() {
    return {
      count: this.#machines.length,
      getScrollElement: () => this.#list,
      estimateSize: () => height,
      overscan: 6,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => this.draw(),
    };
  }

  #choose(index: number): void {
    const machine = this.#machines[Math.max(0, Math.min(index, this.#machines.length - 1))];
    if (machine === undefined) return;
    this.#selected = machine;
    this.#virtualizer.scrollToIndex(this.#machines.indexOf(machine), { align: 'auto' });
    this.#select(machine);
    this.draw();
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(this.#list.clientHeight / height) - 1);
    const here = this.#selected === undefined ? -1 : this.#machines.indexOf(this.#selected);
    const next: Readonly<Record<string, number>> = {
      ArrowDown: here + 1,
      ArrowUp: here - 1,
      PageDown: here + page,
      PageUp: here - page,
      Home: 0,
      End: this.#machines.length - 1,
    };
    const index = next[event.key];
    if (index === undefined) return;
    event.preventDefault();
    this.#choose(index);
  };
}
