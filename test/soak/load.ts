/** What was done. */
export class Load {
  rounds = 0;
  subscriptions = 0;
  changes = 0;
  notifications = 0;
  failures = 0;
  holds = 0;
  timeouts = 0;
  removals = 0;
  objects = 0;
  workers = 0;
  hosts = 0;
  clients = 0;
}

/** How it is called in the report. */
export const loadTitles: Readonly<Record<keyof Load, string>> = {
  rounds: 'rounds, each ended by a check of everything',
  subscriptions: 'subscriptions made',
  changes: 'changes of state made',
  notifications: 'notifications received',
  failures: 'failures injected',
  holds: 'calls held',
  timeouts: 'subscriptions timed out',
  removals: 'profiles removed',
  objects: 'offline objects opened',
  workers: 'workers ended, by terminate() or otherwise',
  hosts: 'bridge hosts killed',
  clients: 'bridge clients killed',
};
