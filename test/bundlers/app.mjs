import { connectionStatus$ } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { first } from 'rxjs';

try {
  embeddedOutlook({ profiles: ['Work'] });
} catch (error) {
  console.log(error.code, error.message);
}
connectionStatus$('Work', { backend: 'embedded' })
  .pipe(first())
  .subscribe(({ state, reason = 'known' }) => console.log(state, reason));
