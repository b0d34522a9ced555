import assert from 'node:assert/strict';
import { accountContract } from '../contract/accounts.js';
import { contract } from '../contract/index.js';
import type { ContractCase } from '../contract/types.js';

// Which of the contract's cases a backend can pass that reads Outlook from outside, and why it cannot pass the others.

/** Each reason, with a part of the title of each case that has it. */
const reasons: Readonly<Record<string, readonly string[]>> = {
  'counts Advise and Unadvise, and there is none that Outlook could count: automation.test.ts counts its looks':
    [
      'nothing is asked of the backend before subscribe',
      'each subscription makes one Advise',
      'take, takeUntil and an error down the chain',
      'a worker that ends by',
      'the main thread and workers see the same profile',
      'auto never takes the embedded backend',
      'each subscription to an account makes one Advise',
      'accounts$ makes one Advise on the profile',
      'a thousand accounts in one profile',
      'a worker that is terminated leaves no registration of its accounts behind',
    ],
  'sets the state, which this backend cannot': [
    'in next one may set the state',
    'setCurrentState with wait resolves when DONE has come',
  ],
  'waits for the start of a change, and a look finds changes that are over': [
    'a change is told as start, change and done',
    'a start is no state yet',
    'one subscriber that ends another silences it within the same batch',
    'in next one may unsubscribe',
    'a next that throws is reported by RxJS',
  ],
  'needs more changes than there are looks: none is seen between two': [
    'each ended at once while changes rain',
    'the last value is the state the object ends in when eight threads notify at once',
    'after unsubscribe() nothing comes, though a flood',
    'a stream outlives its time limit once it has begun',
    'what a busy thread cannot take is merged',
    'what eight threads bring to a busy one is counted',
    'a subscriber that joins while another overflows',
    'workers may be terminated inside next while a flood goes on',
    'the last state of an account is the one that a flood of it ends in',
    'changes of the list under a flood',
  ],
  'makes or holds calls that are made in this process alone (Advise, Unadvise, Notify), or fails one by a code of its own':
    [
      'an Advise that failed gets no Unadvise',
      'no change is lost that comes before Advise has returned',
      'notifications wait behind the snapshot',
      'notifications that the API does not support',
      'a notification that arrives while Unadvise runs',
      'JavaScript goes on while a call is stuck',
      'a call that is not answered in time errors its stream',
      'a state that is read again, and not answered in time',
      'an answer that arrived while JavaScript was busy',
      'a subscription that ends while its Advise is under way',
      'every call into the offline object is made on one thread',
      'an HRESULT without a name keeps its number',
      'accounts$ is silent after unsubscribe',
      'a list that is not answered in time is ERR_TIMEOUT',
    ],
  'sets bits beside the state, which a mode does not have': ['other bits of the state are masked'],
};

/** Why the backend cannot pass a case; `undefined` where it must. */
function reasonAgainst({ title }: ContractCase): string | undefined {
  const all = Object.entries(reasons).filter(([, parts]) =>
    parts.some((part) => title.includes(part)),
  );
  assert(all.length <= 1, `one reason is enough: ${title}`);
  return all[0]?.[0];
}

const all = [...contract, ...accountContract];

/** The cases that apply. */
export const automationCases: readonly ContractCase[] = all.filter(
  (one) => reasonAgainst(one) === undefined,
);

/** The parts of titles that no case has any more. */
export const strayReasons: readonly string[] = Object.values(reasons)
  .flat()
  .filter((part) => !all.some(({ title }) => title.includes(part)));
