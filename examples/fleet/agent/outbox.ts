import { encode, type Message } from '../shared/messages.js';

export type Content = Omit<Message, 'seq'>;

/** What is to be published: an empty payload removes what the broker retains. */
export interface Parcel {
  readonly topic: string;
  readonly payload: string;
  readonly seq: number;
}

interface Newest {
  readonly content: Content | undefined;
  readonly parcel: Parcel;
}

/**
 * The newest message of each topic of one machine, and which of them the broker has. A state that was replaced before
 * it was sent is never sent, and a topic has one message under way at most.
 */
export class Outbox {
  readonly #newest = new Map<string, Newest>();
  /** The number of the message under way, or acknowledged, of each topic; of this connection to the broker. */
  readonly #underWay = new Map<string, number>();
  readonly #acknowledged = new Map<string, number>();
  #seq: number;

  /** `start`: above all numbers that the machine used before, such as the time. */
  constructor(start: number) {
    this.#seq = start;
  }

  /** Takes the next number. */
  number(): number {
    return this.#seq++;
  }

  /** Replaces the newest message of a topic, `undefined` to remove it. The same content again changes nothing. */
  put(topic: string, content: Content | undefined): void {
    if (isSame(this.#newest.get(topic)?.content, content)) return;
    this.#renew(topic, content, this.number());
  }

  /** The same with a number that was taken before, whatever the content was. */
  putNumbered(topic: string, content: Content, seq: number): void {
    this.#renew(topic, content, seq);
  }

  /** What is to be sent now. Each counts as under way from then on. */
  due(): Parcel[] {
    const parcels = [...this.#newest.values()]
      .map(({ parcel }) => parcel)
      .filter(
        ({ topic, seq }) => !this.#underWay.has(topic) && this.#acknowledged.get(topic) !== seq,
      );
    for (const { topic, seq } of parcels) this.#underWay.set(topic, seq);
    return parcels;
  }

  /** The broker has answered; whether it took the message is the same here: it would not take it a second time. */
  answered({ topic, seq }: Parcel): void {
    if (this.#underWay.get(topic) !== seq) return;
    this.#underWay.delete(topic);
    const newest = this.#newest.get(topic);
    if (newest?.content === undefined && newest?.parcel.seq === seq) this.#newest.delete(topic);
    else this.#acknowledged.set(topic, seq);
  }

  /** The connection to the broker has ended: the broker may have lost what it retained. */
  disconnected(): void {
    this.#underWay.clear();
    this.#acknowledged.clear();
  }

  has(topic: string): boolean {
    return this.#newest.has(topic);
  }

  /** Removes what the broker retains of a topic that is not known here. */
  remove(topic: string): void {
    this.#renew(topic, undefined, this.number());
  }

  /**
   * Continues above a number that the broker retains. Returns whether that changed anything: the number comes from a
   * time when the machine's clock was ahead, and boards would ignore lower ones.
   */
  continueAbove(seq: number): boolean {
    if (seq < this.#seq) return false;
    this.#seq = seq + 1;
    for (const [topic, { content }] of [...this.#newest]) {
      this.#renew(topic, content, this.number());
    }
    return true;
  }

  #renew(topic: string, content: Content | undefined, seq: number): void {
    const payload = content === undefined ? '' : encode({ ...content, seq });
    this.#newest.set(topic, { content, parcel: { topic, payload, seq } });
  }
}

function isSame(one: Content | undefined, other: Content | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return encode({ ...one, seq: 0 }) === encode({ ...other, seq: 0 });
}
