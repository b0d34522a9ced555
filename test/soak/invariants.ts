/** What must be true all along. Each is a test of the report. */
export const invariants = {
  registrations: 'registrations of each profile are the live subscriptions',
  pairs: 'one Advise a subscription, one Unadvise an end',
  references: 'references on the offline objects are those of what is alive',
  lastState: 'the last state that each subscriber was given is the state of its profile',
  nothingLost: 'each notification has arrived, alone or merged',
  silence: 'nothing after unsubscribe(), an error or a completion',
  failures: 'a stream fails only by what was done to it, and with the documented code',
  requests: 'an offline object answers what is true, or fails with the documented code',
  pace: 'the event loop turns while a call is held',
  workers: 'a worker ends as it was told to, and reports nothing broken',
  hosts: 'a killed host is missed and its successor found, by each status',
  clients: 'a killed client leaves no registration in the host',
  auto: 'auto takes no embedded Outlook for a real one, and says so',
  counts: 'diagnostics() and its channels add up',
  progress: 'every action comes to its end',
  memory: 'RSS is flat after the warm-up',
  heap: 'the JavaScript heap is flat after the warm-up',
  resources: 'threads, descriptors and handles are back at their start',
} as const;

export type Invariant = keyof typeof invariants;
