import type { BackendName, ConnectionStateChange, ConnectionStatus } from 'rx-outlook';
import { connectionState$, connectionStateChange$, connectionStatus$ } from 'rx-outlook';
import { map, take, type Observable } from 'rxjs';
import type { Control } from '../contract/types.js';
import type { Checker } from './checker.js';
import type { Crew } from './crew.js';
import type { Load } from './load.js';
import { names, steady, type Host, type Means, type Place } from './place.js';
import { ProfileModel } from './profileModel.js';
import type { Random } from './random.js';
import { Watched } from './watched.js';

/** Where the actors play: the profiles of one host, who is subscribed to them, and what must be true. */
export class Stage {
  readonly backend: BackendName;
  readonly profiles = new Map<string, ProfileModel>();
  readonly crews = new Set<Crew>();
  readonly statuses: Watched<string>[] = [];
  /** The choices of the action that is under way. */
  random: Random;
  readonly checker: Checker;
  readonly load: Load;
  readonly note: (what: string) => void;
  #host: Host | undefined;

  constructor(
    readonly place: Place,
    { random, checker, load, note }: Means,
  ) {
    this.backend = place.backend;
    this.random = random;
    this.checker = checker;
    this.load = load;
    this.note = note;
  }

  get host(): Host {
    if (this.#host === undefined) throw new Error('there is no host');
    return this.#host;
  }

  get control(): Control {
    return this.host.control;
  }

  /** A host, all of whose profiles are online and unknown to anybody. */
  async raise(): Promise<void> {
    this.#host = await this.place.start();
    for (const name of names) this.profiles.set(name, new ProfileModel(name));
  }

  profile(name: string): ProfileModel {
    const profile = this.profiles.get(name);
    if (profile === undefined) throw new Error(`there is no profile ${name}`);
    return profile;
  }

  /** Any of them. */
  any(): ProfileModel {
    return this.random.pick([...this.profiles.values()]);
  }

  /** One to which something may be done; `undefined` when changes rain on the one that was chosen. */
  victim(): ProfileModel | undefined {
    const all = [...this.profiles.values()].filter(({ name }) => name !== steady);
    const profile = this.random.pick(all);
    return profile.isInRain ? undefined : profile;
  }

  /** Subscriptions of this thread and of workers; not those of statuses. */
  liveOf(profile: ProfileModel): number {
    const inWorkers = [...this.crews].reduce((sum, crew) => sum + crew.liveOf(profile.name), 0);
    return profile.live().length + inWorkers;
  }

  watchState(
    profile: ProfileModel,
    { timeout, onNext }: { timeout?: number; onNext?: () => void } = {},
  ): Watched<unknown> {
    const { backend } = this;
    return this.#watch(profile, connectionState$(profile.name, { backend, timeout }), onNext);
  }

  /** Ends itself with its first state. */
  watchOnce(profile: ProfileModel): Watched<unknown> {
    const { backend } = this;
    return this.#watch(profile, connectionState$(profile.name, { backend }).pipe(take(1)));
  }

  /** Counts what it is given from now on: nothing may be under way. */
  watchChanges(profile: ProfileModel): Watched<unknown> {
    const change$ = connectionStateChange$(profile.name, { backend: this.backend });
    const heard = ({ merged }: ConnectionStateChange): void => void (counted.heard += merged);
    const stream = this.#watch(profile, change$, heard);
    const counted = { stream, since: profile.notified, heard: 0 };
    profile.counted.add(counted);
    return stream;
  }

  watchStatus(): Watched<string> {
    const { backend, checker, load } = this;
    load.subscriptions += 1;
    const status$ = connectionStatus$(steady, { backend }).pipe(
      map(({ state, reason }: ConnectionStatus): string => reason ?? state),
    );
    const status = new Watched(`${backend} status of ${steady}`, status$, checker);
    this.statuses.push(status);
    return status;
  }

  #watch<T>(
    profile: ProfileModel,
    source$: Observable<T>,
    onNext?: (value: T) => void,
  ): Watched<unknown> {
    const stream = new Watched(
      `${this.backend} stream of ${profile.name}`,
      source$,
      this.checker,
      onNext,
    );
    this.load.subscriptions += 1;
    profile.advises += 1;
    profile.streams.add(stream);
    return stream;
  }

  /**
   * Everything asked of the offline objects is done, and who asked has been told of it. Twice: a reading
   * that was overtaken has another one made behind the first.
   */
  async quiet(): Promise<void> {
    await this.#settle();
    await this.#settle();
  }

  /** Of each environment: they have turns on the backend's thread, and none waits for all that others have asked. */
  async #settle(): Promise<void> {
    await Promise.all([this.control.settled(), ...[...this.crews].map((crew) => crew.settled())]);
  }

  /** Each subscription to these is about to end so, in workers too. */
  async mayFail(profiles: readonly ProfileModel[], code: string): Promise<void> {
    for (const profile of profiles) for (const stream of profile.live()) stream.mayFail(code);
    const of = profiles.map(({ name }) => name);
    await Promise.all([...this.crews].map((crew) => crew.mayFail(of, code)));
  }

  /** Resolves when each of them has. */
  async haveFailed(profiles: readonly ProfileModel[]): Promise<void> {
    const streams = profiles.flatMap((profile) => profile.live());
    const of = profiles.map(({ name }) => name);
    await Promise.all([
      ...streams.map((stream) => stream.failed()),
      ...[...this.crews].map((crew) => crew.haveFailed(of)),
    ]);
  }
}
