import { app } from 'electron';
import { connectionStatus$ } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { firstValueFrom } from 'rxjs';

try {
  embeddedOutlook({ profiles: ['Work'] });
  const status$ = connectionStatus$('Work', { backend: 'embedded' });
  const { state, reason = 'known' } = await firstValueFrom(status$);
  console.log(state, reason);
  app.exit(state === 'online' ? 0 : 1);
} catch (error) {
  console.error(error);
  app.exit(1);
}
