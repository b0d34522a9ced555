import mqtt, { type MqttClient } from 'mqtt';
import { filter, firstValueFrom, map, merge, of, Subject } from 'rxjs';
import { decode, type Message } from '../shared/messages.js';
import { everything, machineFilter, type Machine } from '../shared/topics.js';
import { type Mosquitto, passwordOf } from './mosquitto.js';

/** Follows all topics as a board does, and keeps the newest message of each. */
export class Watcher {
  readonly newest = new Map<string, Message | undefined>();
  /** All messages, in the order in which they came. */
  readonly all: { readonly topic: string; readonly message: Message | undefined }[] = [];
  readonly #change$ = new Subject<void>();
  readonly #client: MqttClient;

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on('message', (topic, payload) => {
      const message = payload.length === 0 ? undefined : decode(payload);
      this.all.push({ topic, message });
      this.newest.set(topic, message);
      this.#change$.next();
    });
  }

  static async start(broker: Mosquitto): Promise<Watcher> {
    const client = mqtt.connect(broker.url, {
      protocolVersion: 5,
      username: 'board',
      password: passwordOf('board'),
      reconnectPeriod: 50,
    });
    const watcher = new Watcher(client);
    // The broker is away in some tests: the client connects again by itself.
    client.on('error', () => undefined);
    await client.subscribeAsync(everything, { qos: 1 });
    return watcher;
  }

  /** Resolves when the newest messages are as asked. */
  async until(isSo: (newest: ReadonlyMap<string, Message | undefined>) => boolean): Promise<void> {
    const now$ = merge(of(undefined), this.#change$);
    await firstValueFrom(
      now$.pipe(
        map(() => isSo(this.newest)),
        filter(Boolean),
      ),
    );
  }

  async untilState(topic: string, state: Message['state']): Promise<Message> {
    await this.until((newest) => newest.get(topic)?.state === state);
    return this.newest.get(topic)!;
  }

  /** The messages of one topic, in the order in which they came. */
  of(topic: string): (Message | undefined)[] {
    return this.all.filter((one) => one.topic === topic).map(({ message }) => message);
  }

  topicsOf(machine: Machine): string[] {
    const start = machineFilter(machine).slice(0, -1);
    return [...this.newest.entries()]
      .filter(([topic, message]) => topic.startsWith(start) && message !== undefined)
      .map(([topic]) => topic.slice(start.length))
      .sort();
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }
}
