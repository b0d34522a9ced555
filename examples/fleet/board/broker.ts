import mqtt, { type MqttClient } from 'mqtt';
import { fallsBack } from '../shared/protocolVersion.js';
import { everything } from '../shared/topics.js';
import type { Fleet } from './model/fleet.js';

/** How long agents have to be heard after the board has connected again, in milliseconds. */
const patience = 15_000;

export interface Login {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** The broker that the page's address names, or the one that serves the page. */
export function defaultBroker(): string {
  const asked = new URLSearchParams(location.search).get('broker');
  return asked ?? `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/mqtt`;
}

/** Follows all topics at a broker; `say` is told of the connection, in words. */
export class BrokerConnection {
  readonly #client: MqttClient;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    { url, user, password }: Login,
    fleet: Fleet,
    say: (words: string, isConnected: boolean) => void,
  ) {
    say(`connecting to ${url}`, false);
    this.#client = mqtt.connect(url, {
      protocolVersion: 5,
      reconnectPeriod: 1_000,
      reconnectOnConnackError: true,
      // The subscription is made in `connect`, so that what the broker retains comes again.
      resubscribe: false,
      ...(user !== '' && { username: user, password }),
    });
    let problem = '';
    this.#client
      .on('connect', () => {
        problem = '';
        fleet.connected();
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => fleet.silence(), patience);
        this.#client.subscribe(everything, { qos: 1 }, (error) => {
          if (error)
            say(`${url} refuses to let this user read ${everything}: ${error.message}`, false);
          else say(`connected to ${url}`, true);
        });
      })
      .on('error', (error) => {
        if (!fallsBack(this.#client, error)) problem = `: ${error.message || 'no answer'}`;
      })
      .on('close', () => {
        clearTimeout(this.#timer);
        const since = new Date().toLocaleTimeString();
        say(
          `no connection to ${url} at ${since}${problem}; the states below are not current`,
          false,
        );
      })
      .on('message', (topic, payload) => fleet.take(topic, payload));
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#client.removeAllListeners('close').end(true);
  }
}
