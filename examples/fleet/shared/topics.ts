/**
 * The topics of a fleet: `rx-outlook/1/<site>/<machine>/<profile>/<account>`, and `…/<machine>/$agent`. The 1 is the
 * version of the topics and of the messages.
 */
export const root = 'rx-outlook/1';

/** The last level of the topic of a machine's agent. */
const agentLevel = '$agent';
/** The last level of the topic of a profile's own state. */
const profileLevel = '$profile';

/** The topics of all machines. */
export const everything = `${root}/#`;

export interface Machine {
  readonly site: string;
  readonly machine: string;
}

/** A profile, or one account of it. */
export interface Connection {
  readonly profile: string;
  readonly account?: string | undefined;
}

/** What a topic is about: a connection of a machine, or its agent when there is no connection. */
export interface Address extends Machine {
  readonly connection?: Connection | undefined;
}

/**
 * The characters that a level must not have: `/`, `+`, `#`; the `%` of the escapes; a `$` at the start, which marks the
 * levels above; controls, lone surrogates and noncharacters, which brokers refuse; spaces, `*` and `>`, which NATS refuses.
 */
const forbidden = /^\$|[%/+#\s*>\p{Cc}\p{Cs}\p{NChar}]/gu;

/** Each UTF-16 unit becomes `%` and four hexadecimal digits: two names never have the same level. */
function escaped(name: string): string {
  return name.replace(forbidden, (text) =>
    Array.from(
      { length: text.length },
      (_, i) => `%${text.charCodeAt(i).toString(16).toUpperCase().padStart(4, '0')}`,
    ).join(''),
  );
}

function unescaped(level: string): string {
  return level.replace(/%([0-9A-F]{4})/g, (_, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  );
}

/** The beginning of all topics of a machine. */
export function machineTopic({ site, machine }: Machine): string {
  return `${root}/${escaped(site)}/${escaped(machine)}`;
}

export function agentTopic(machine: Machine): string {
  return `${machineTopic(machine)}/${agentLevel}`;
}

export function connectionTopic(machine: Machine, { profile, account }: Connection): string {
  const last = account === undefined ? profileLevel : escaped(account);
  return `${machineTopic(machine)}/${escaped(profile)}/${last}`;
}

/** The filter of all topics of a machine, for a subscription. */
export function machineFilter(machine: Machine): string {
  return `${machineTopic(machine)}/#`;
}

/** Reads a topic; undefined when it is none of a fleet's. */
export function parseTopic(topic: string): Address | undefined {
  const [start, version, site, machine, profile, account, ...rest] = topic.split('/');
  if (`${String(start)}/${String(version)}` !== root || rest.length > 0) return undefined;
  if (!site || !machine || !profile || account === '') return undefined;
  const address = { site: unescaped(site), machine: unescaped(machine) };
  if (account === undefined) return profile === agentLevel ? address : undefined;
  const connection = {
    profile: unescaped(profile),
    ...(account !== profileLevel && { account: unescaped(account) }),
  };
  return { ...address, connection };
}
