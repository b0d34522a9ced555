import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { Observable, Subscription } from 'rxjs';
import { decode, encode, reasons } from '../shared/messages.js';
import { fallsBack } from '../shared/protocolVersion.js';
import { agentTopic, connectionTopic, type Machine, machineFilter } from '../shared/topics.js';
import { Outbox, type Parcel } from './outbox.js';
import type { Snapshot } from './snapshots.js';

export interface AgentOptions extends Machine {
  /** `mqtts://broker.example.org`, for example. */
  readonly broker: string;
  /** The user's name and password, certificates, the keep-alive and the pause before a new connection. */
  readonly connection?: IClientOptions | undefined;
  /** Called with each problem, in words; the agent goes on. */
  readonly report: (problem: string) => void;
}

/**
 * How long an agent reads its own topics after it has connected, in milliseconds: what the broker retains comes at once,
 * and later the agent would only read what it writes.
 */
const readingTime = 10_000;

/**
 * Publishes the statuses of one machine. Each newest one is retained by the broker, with QoS 1. While there is no
 * connection to the broker, only the newest status of each topic is kept: an Outbox does so, not the queue of MQTT.js,
 * which would keep all.
 */
export class Agent {
  readonly #options: AgentOptions;
  readonly #outbox = new Outbox(Date.now());
  readonly #client: MqttClient;
  readonly #source: Subscription;
  readonly #topic: string;
  /** The messages that MQTT.js would repeat on the next connection. */
  readonly #underWay = new Set<number>();
  /** Retained topics that the broker sent before the first snapshot: some may be of accounts that are gone. */
  readonly #heard = new Set<string>();
  /** The topics of the last snapshot. */
  #topics: ReadonlySet<string> = new Set();
  #hasSnapshot = false;
  #connection = 0;
  #problem = '';
  /** Runs while the agent reads its own topics. */
  #reading: NodeJS.Timeout | undefined;

  constructor(options: AgentOptions, snapshot$: Observable<Snapshot>) {
    this.#options = options;
    this.#topic = agentTopic(options);
    this.#client = mqtt.connect(options.broker, {
      reconnectPeriod: 1_000,
      reconnectOnConnackError: true,
      ...options.connection,
      protocolVersion: 5,
      clean: true,
      resubscribe: false,
      clientId: `rx-outlook-${options.machine}`,
      manualConnect: true,
    });
    this.#client
      .on('reconnect', this.#writeWill)
      .on('connect', this.#connected)
      .on('close', this.#closed)
      .on('error', this.#failed)
      .on('message', (topic, payload, { retain }) => {
        if (retain && payload.length > 0) this.#retained(topic, payload);
      });
    this.#writeWill();
    this.#client.connect();
    this.#source = snapshot$.subscribe(this.#take);
  }

  /** Reports the end of the agent, and closes the connection without the last will. */
  async end(): Promise<void> {
    this.#source.unsubscribe();
    clearTimeout(this.#reading);
    const client = this.#client;
    if (client.connected) {
      const ended = { state: 'unknown', reason: reasons.ended, since: Date.now() } as const;
      const payload = encode({ ...ended, seq: this.#outbox.number() });
      // A connection that is lost meanwhile must not keep the program.
      const lost = new Promise<void>((resolve) => client.once('close', () => resolve()));
      const published = client.publishAsync(this.#topic, payload, { qos: 1, retain: true });
      await Promise.race([lost, published]).catch((error: unknown) => {
        this.#options.report(`the end is not published: ${String(error)}`);
      });
    }
    // Without a connection MQTT.js would wait for one, to send DISCONNECT.
    await client.endAsync(!client.connected);
  }

  readonly #writeWill = (): void => {
    this.#connection = this.#outbox.number();
    const will = { state: 'unknown', reason: reasons.gone, seq: this.#connection } as const;
    // MQTT.js reads the option anew for each connection.
    this.#client.options.will = {
      topic: this.#topic,
      payload: Buffer.from(encode(will)),
      qos: 1,
      retain: true,
    };
  };

  readonly #connected = (): void => {
    this.#problem = '';
    const online = { state: 'online', since: Date.now() } as const;
    this.#outbox.putNumbered(this.#topic, online, this.#connection);
    const filter = machineFilter(this.#options);
    // With QoS 0, so that no message asks for an answer while the connection ends.
    this.#client.subscribe(filter, { qos: 0 }, (error) => {
      if (error) this.#tell(`cannot read ${filter}, so accounts that are gone stay there`, error);
    });
    this.#reading = setTimeout(() => this.#client.unsubscribe(filter), readingTime);
    this.#send();
  };

  readonly #closed = (): void => {
    clearTimeout(this.#reading);
    this.#outbox.disconnected();
    for (const id of [...this.#underWay]) this.#client.removeOutgoingMessage(id);
    this.#underWay.clear();
  };

  /** Each attempt fails alike while the broker is away: that is reported once. */
  readonly #failed = (error: Error): void => {
    if (fallsBack(this.#client, error)) return;
    this.#tell(`no connection to ${this.#options.broker}; it is tried again`, error);
  };

  readonly #take = (snapshot: Snapshot): void => {
    const before = this.#hasSnapshot ? this.#topics : this.#heard;
    this.#hasSnapshot = true;
    const now = new Set<string>();
    for (const [connection, { state, reason, since, ...more }] of snapshot) {
      const topic = connectionTopic(this.#options, connection);
      now.add(topic);
      const mode = 'mode' in more && typeof more.mode === 'string' ? { mode: more.mode } : {};
      this.#outbox.put(topic, { state, reason, since, ...mode });
    }
    for (const topic of before) if (!now.has(topic)) this.#outbox.remove(topic);
    this.#topics = now;
    this.#send();
  };

  #retained(topic: string, payload: Buffer): void {
    if (this.#outbox.continueAbove(decode(payload)?.seq ?? 0)) {
      // The last will of this connection has a number that boards would ignore.
      this.#client.end(() => this.#client.reconnect());
      return;
    }
    if (topic === this.#topic) return;
    if (!this.#hasSnapshot) this.#heard.add(topic);
    else if (!this.#outbox.has(topic)) this.#outbox.remove(topic);
    this.#send();
  }

  #send(): void {
    // A client that is disconnecting takes no message, and waits for those under way.
    if (!this.#client.connected || this.#client.disconnecting) return;
    for (const parcel of this.#outbox.due()) this.#publish(parcel);
  }

  #publish(parcel: Parcel): void {
    const { topic, payload } = parcel;
    this.#client.publish(topic, payload, { qos: 1, retain: true }, (error) => {
      this.#underWay.delete(id);
      if (!this.#client.connected) return;
      if (error) this.#tell(`${topic} is not published; may this user write it?`, error);
      this.#outbox.answered(parcel);
      this.#send();
    });
    const id = this.#client.getLastMessageId();
    this.#underWay.add(id);
  }

  #tell(what: string, error: Error): void {
    const problem = `${what}: ${error.message || String(error)}`;
    if (problem !== this.#problem) this.#options.report(problem);
    this.#problem = problem;
  }
}
