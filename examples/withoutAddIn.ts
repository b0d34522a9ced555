import { accounts$, connectionStatus$, mergeConnectionStates, profiles } from 'rx-outlook';
import { retry } from 'rxjs';

const [profile = 'Outlook'] = await profiles();
connectionStatus$(profile).subscribe(({ state, reason }) => console.log(profile, reason ?? state));
const accounts = accounts$(profile).pipe(retry({ delay: 5_000 }));
mergeConnectionStates(accounts).subscribe(({ states }) => console.log(Object.fromEntries(states)));
