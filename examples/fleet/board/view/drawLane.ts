import type { OverallState } from 'rx-outlook/operators';
import type { Segment } from '../model/lane.js';

/** Where a state's bar stands in a lane, from 0 at the top to 1: states differ in height, not in colour alone. */
const bars: Readonly<Record<OverallState, readonly [top: number, bottom: number]>> = {
  online: [0.1, 0.9],
  partial: [0.35, 0.9],
  offline: [0.7, 0.9],
  unknown: [0.46, 0.54],
};

export type Colours = Readonly<Record<OverallState | 'grid', string>>;

/** The colours of the page's present theme. */
export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`);
  return {
    online: colour('online'),
    partial: colour('partial'),
    offline: colour('offline'),
    unknown: colour('unknown'),
    grid: colour('grid'),
  };
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Draws one lane: the window that ends now, and a grid of six parts. */
export function drawLane(
  canvas: HTMLCanvasElement,
  { width, height }: Size,
  segments: readonly Segment[],
  { from, to }: { readonly from: number; readonly to: number },
  colours: Colours,
): void {
  const ratio = devicePixelRatio;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d')!;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.fillStyle = colours.grid;
  for (let part = 1; part < 6; ++part) context.fillRect((width * part) / 6, 0, 1, height);
  const x = (time: number): number => ((time - from) / (to - from)) * width;
  for (const { state, from: start, to: end } of segments) {
    const [top, bottom] = bars[state];
    const left = x(start);
    // A short outage is still seen.
    const length = Math.max(1, x(end) - left);
    context.fillStyle = colours[state];
    if (state === 'unknown') dots(context, left, length, (top + bottom) * 0.5 * height);
    else context.fillRect(left, top * height, length, (bottom - top) * height);
    if (state === 'partial') stripes(context, left, length, top * height, bottom * height);
  }
}

function dots(context: CanvasRenderingContext2D, left: number, length: number, y: number): void {
  for (let x = left; x < left + length; x += 6) {
    context.fillRect(x, y - 1, Math.min(3, left + length - x), 2);
  }
}

/** Cuts stripes out of the bar: what is behind the lane shows. */
function stripes(
  context: CanvasRenderingContext2D,
  left: number,
  length: number,
  top: number,
  bottom: number,
): void {
  for (let x = left + 3; x + 2 <= left + length; x += 5) context.clearRect(x, top, 2, bottom - top);
}
