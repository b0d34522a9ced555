const exitCodesOf = (usage: string, more = ''): string => `
Exit codes:
  0    ended as asked, or nobody reads the output any more
  1    failed; standard error says why
  2    the command line${usage} is wrong
${more}  130  ended by Ctrl-C (SIGINT); 143 by SIGTERM, 129 by SIGHUP
`;

export const helpOfAll = `
An Outlook for development in one terminal, its states in another:

  $ npx rx-outlook host --profile Work Home
  $ npx rx-outlook watch --backend bridge

In your program: connectionState$('Work', { backend: 'bridge' }).

On Windows, with classic Outlook: npx rx-outlook addin install.
If something does not work, on any system: npx rx-outlook doctor.

Exit codes: 0 ended as asked, 1 failed, 2 the command line or a script is
wrong, 3 another host is there already, 4 a check has found a problem; 129,
130, 143 after a signal.
`;

const exitCodesOfFindings = `
Exit codes:
  0  done, and no problem was found
  1  failed; standard error says why
  2  the command line is wrong
  4  done, and a problem was found, as its line says
`;

const findingsHelp = `Each line is ok, a note or a problem; its remedy follows "->".
With --json: {"ok", "findings": [{"check", "result", "text", "remedy"?}]}.
`;

export const helpOfAddin = `
No administrator's rights are needed, and no other user is affected. install
copies the add-in's DLLs, for a 32-bit Outlook and a 64-bit one, to
%LOCALAPPDATA%\\rx-outlook\\addin, registers them below HKEY_CURRENT_USER, and
lists what it has written. Where Outlook could not load it (no classic Outlook,
a policy that blocks it) it writes nothing and says why; it never overrides a
policy. Outlook loads the add-in at its next start.

status reports its findings, one a line.
${findingsHelp}${exitCodesOfFindings}`;

export const helpOfDoctor = `
${findingsHelp}${exitCodesOfFindings}`;

export const helpOfHost = `
Examples:
  $ npx rx-outlook host --profile Work "Home office"
  $ npx rx-outlook host --profile Work --script outages.txt
  $ npx rx-outlook host --profile Work --account Work/alice@example.org

While it serves, type changes, or pipe them in, one a line:
  Work offline   that profile goes offline, or online
  offline        all profiles do
  " Work " offline   a name in quotes keeps its blanks
  Work/alice@example.org offline   that account does
  Work/bob@example.org add         makes it, online if Work is
  Work/bob@example.org remove
  help, quit

An account is PROFILE/ACCOUNT. Both names may contain a "/": the longest known
profile before a "/" counts, so that the profile of --account must be one of
--profile. A profile that goes offline takes its accounts with it, and gives
each its own state back.

A script has one change a line: its time, then the change as it is typed.
Times count from its start, and do not go back: 500ms, 1.5s, 2m, or just
milliseconds.
  # the connection drops for a moment, then for longer
  2s    Work offline
  2.5s  Work online
  8s    offline
  12s   online
  14s   Work/alice@example.org offline
  18s   Work/alice@example.org online
  20s   repeat   from the start; without it the states stay as they are
Before "repeat" a script removes the accounts that it has added, and adds those
that it has removed.

A script is UTF-8, or UTF-16 with a byte order mark.

Other processes of this user reach it with the backend "bridge", if their
XDG_RUNTIME_DIR and RX_OUTLOOK_PLACE are the same. There can be one host at a
time; with a name of its own in RX_OUTLOOK_PLACE there can be another one.
It continues after the end of its input, except after Ctrl-D in a terminal. In
the background give it another input: </dev/null. It reads no line before it
has done the last one.
${exitCodesOf(
  ' or the script',
  "  3    a host of this user, or Outlook's add-in, is there already\n",
)}`;

export const helpOfWatch = `
Examples:
  $ npx rx-outlook watch --backend bridge
  $ npx rx-outlook watch --profile Work "Home office" --debounce 5000
  $ npx rx-outlook watch --backend bridge --accounts
  $ npx rx-outlook watch --account Work/alice@example.org
  $ npx rx-outlook watch --backend bridge --json | jq .state

Backends:
  auto        Outlook, through the best backend; never one for development
  bridge      an Outlook through its add-in, or "npx rx-outlook host"
  automation  a running Outlook without the add-in, polled (Windows)
  msmapi      the Outlook of this process: not for this command
  embedded    the profiles of this process: not for this command
Without --backend: the variable RX_OUTLOOK_BACKEND, else auto. With
--show-backend a line says which one answered: "online  by automation".

A state is online, offline or unknown, the latter with its reason. A profile
that goes away is unknown until it returns. Without a profile, watch says so
on standard error and waits for one. Without --profile, those that appear later
are watched too: it looks for them twice a minute.

With --accounts, each profile's accounts are shown below it, as
PROFILE/ACCOUNT, and a line says that one is added, removed or renamed. If a
backend has no accounts, standard error says so once, and only the profiles are
shown.
--account follows one account, existing or not. Its profile's name ends at the
first "/", unless --profile names a longer one.

"after at least 6s online": watch saw the state for so long, but not its
start. It ends when its output has no reader. For a slow reader 10,000 lines
wait; after that only the newest of each profile and account, which says how
many changes before it are not shown.

With --json:
  {"time", "profile", "account"?, "state", "reason"?, "since", "backend"?,
   "skipped"?}
  {"time", "profile", "account", "event", "from"?, "skipped"?}
"time" is the change's time, in ISO 8601; "since" is when the state began or
was first seen, in milliseconds since the epoch. "event" is added, removed or
renamed, "from" the name before.
${exitCodesOf('')}`;
