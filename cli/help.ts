const exitCodesOf = (usage: string, more = ''): string => `
Exit codes:
  0    ended as asked, or nobody reads the output any more
  1    failed; standard error says why
  2    the command line${usage} makes no sense
${more}  130  ended by Ctrl-C (SIGINT); 143 by SIGTERM, 129 by SIGHUP
`;

export const helpOfAll = `
In one terminal an Outlook to develop against, in another what becomes of it:

  $ npx rx-outlook host --profile Work Home
  $ npx rx-outlook watch --backend bridge

In your program: connectionState$('Work', { backend: 'bridge' }).

Exit codes: 0 ended as asked, 1 failed, 2 the command line or a script makes
no sense, 3 another host is there already; 129, 130, 143 after a signal.
`;

export const helpOfHost = `
Examples:
  $ npx rx-outlook host --profile Work "Home office"
  $ npx rx-outlook host --profile Work --script outages.txt

While it serves, type what is to happen, or pipe it in, one a line:
  Work offline   that profile goes offline, or online
  offline        all of them do
  help, quit

A script has one change a line: when, whose, which. Times count from the start
of the script, and do not go back: 500ms, 1.5s, 2m, or just milliseconds.
  # the line drops for a moment, then for longer
  2s    Work offline
  2.5s  Work online
  8s    offline
  12s   online
  20s   repeat   from the start; without it the states stay as they are

Other processes of this user reach it with the backend "bridge", if their
XDG_RUNTIME_DIR is the same. There can be one host at a time. When its input
ends it goes on serving, but for Ctrl-D in a terminal. In the background give
it another input: </dev/null.
${exitCodesOf(
  ' or the script',
  "  3    a host of this user, or Outlook's add-in, is there already\n",
)}`;

export const helpOfWatch = `
Examples:
  $ npx rx-outlook watch --backend bridge
  $ npx rx-outlook watch --profile Work "Home office" --debounce 5000
  $ npx rx-outlook watch --backend bridge --json | jq .state

Backends:
  auto      Outlook, by the best way there is; never one for development
  bridge    an Outlook through its add-in, or "npx rx-outlook host"
  msmapi    the Outlook whose process this is: of no use in this command
  embedded  the profiles of this process: of no use in this command
Without --backend: the variable RX_OUTLOOK_BACKEND, else auto.

A state is online, offline or unknown, the latter with its reason. A profile
that goes away is unknown until it is back. With no profile yet, watch says so
on standard error and waits for one. Without --profile, those that appear later
are watched too: it looks for them twice a minute.

With --json: {"time", "profile", "state", "reason"?, "since"}. "time" is when
the line was written, in ISO 8601; "since" is when the state began, in
milliseconds since the epoch.
${exitCodesOf('')}`;
