// A React hook over connection states: node dist/examples/recipes/react/main.js
// In StrictMode, which mounts every component twice: as the shared stream lingers, and so does its
// registration, that makes one of them all the same.
import { root } from './document.js';
import { createElement, type ReactElement, StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { filter, firstValueFrom, map, type Observable, ReplaySubject } from 'rxjs';
import { type ConnectionState, connectionStatus$, shareConnectionState } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { useConnectionState } from './useConnectionState.js';

/** What has been on the screen so far. */
const shown$ = new ReplaySubject<string>();

interface BadgeProps {
  readonly name: string;
  readonly state$: Observable<ConnectionState | 'unknown'>;
}

function Badge({ name, state$ }: BadgeProps): ReactElement {
  const state = useConnectionState(state$);
  useEffect(() => {
    shown$.next(root.innerHTML);
  }, [state]);
  return createElement('span', { className: state }, `${name} is ${state}. `);
}

const outlook = embeddedOutlook({ profiles: ['Work', 'Home'] });

// Made once, outside of the components.
const [work$, home$] = ['Work', 'Home'].map((profile) =>
  connectionStatus$(profile, { backend: 'embedded' }).pipe(
    map(({ state }) => state),
    shareConnectionState({ lingerMs: 100 }),
  ),
) as [BadgeProps['state$'], BadgeProps['state$']];

const shows = (...texts: readonly string[]): Promise<string> =>
  firstValueFrom(shown$.pipe(filter((html) => texts.every((text) => html.includes(text)))));

const page = createRoot(root);
page.render(
  createElement(
    StrictMode,
    null,
    createElement(Badge, { name: 'Work', state$: work$ }),
    createElement(Badge, { name: 'Work, again,', state$: work$ }),
    createElement(Badge, { name: 'Home', state$: home$ }),
  ),
);
console.log(await shows('Work is online', 'again, is online', 'Home is online'));
await outlook.settled();
console.log(`subscriptions so far: ${outlook.counters('Work').advises} to Work`);
await outlook.setState('Work', 'offline');
console.log(await shows('Work is offline', 'again, is offline', 'Home is online'));
page.unmount();
// The process ends when nothing is subscribed any more.
