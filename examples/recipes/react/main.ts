// A React hook over connection states: node dist/examples/recipes/react/main.js
// In StrictMode, which mounts every component twice: the shared stream lingers, so that both mounts use one
// registration.
import { root } from './document.js';
import {
  Component,
  createElement,
  type ReactElement,
  type ReactNode,
  StrictMode,
  useEffect,
} from 'react';
import { createRoot } from 'react-dom/client';
import { filter, firstValueFrom, map, type Observable, ReplaySubject } from 'rxjs';
import {
  type ConnectionState,
  connectionState$,
  connectionStatus$,
  OfflineStateError,
  shareConnectionState,
} from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { useConnectionState } from './useConnectionState.js';

/** Everything that was on the screen so far. */
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

interface BoundaryState {
  readonly error?: unknown;
}

/** Shows why there is no state, and the remedy; a real one would have a button to try again. */
class ErrorBoundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = {};

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { error };
  }

  override componentDidUpdate(): void {
    shown$.next(root.innerHTML);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    const text = error instanceof OfflineStateError ? error.code : 'something failed';
    return createElement('span', { className: 'error' }, `There is no state: ${text}. `);
  }
}

const outlook = embeddedOutlook({ profiles: ['Work', 'Home'] });

// Made once, outside of the components. connectionStatus$ never errors and reports why a state is unknown;
// connectionState$ errors, and a boundary shows its error.
const nobody$ = connectionState$('Nobody', { backend: 'embedded' });
const [work$, home$] = ['Work', 'Home'].map((profile) =>
  connectionStatus$(profile, { backend: 'embedded' }).pipe(
    map(({ state }) => state),
    shareConnectionState({ lingerMs: 100 }),
  ),
) as [BadgeProps['state$'], BadgeProps['state$']];

const shows = (...texts: readonly string[]): Promise<string> =>
  firstValueFrom(shown$.pipe(filter((html) => texts.every((text) => html.includes(text)))));

const page = createRoot(root, {
  // By default React writes a caught error to the console.
  onCaughtError: (error) => console.log(`caught: ${String(error).split('.')[0]}`),
});
page.render(
  createElement(
    StrictMode,
    null,
    createElement(Badge, { name: 'Work', state$: work$ }),
    createElement(Badge, { name: 'Work, again,', state$: work$ }),
    createElement(Badge, { name: 'Home', state$: home$ }),
    createElement(ErrorBoundary, null, createElement(Badge, { name: 'Nobody', state$: nobody$ })),
  ),
);
console.log(await shows('Work is online', 'again, is online', 'Home is online', 'no state'));
await outlook.settled();
console.log(`subscriptions so far: ${outlook.counters('Work').advises} to Work`);
await outlook.setState('Work', 'offline');
console.log(await shows('Work is offline', 'again, is offline', 'Home is online'));
page.unmount();
// The process ends after the last subscription has ended.
