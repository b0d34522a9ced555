import { connectionStatus$ } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { firstValueFrom } from 'rxjs';

export const dynamic = 'force-dynamic';

export async function GET() {
  embeddedOutlook({ profiles: ['Work'] });
  const status$ = connectionStatus$('Work', { backend: 'embedded' });
  const { state, reason = 'known' } = await firstValueFrom(status$);
  return new Response(`${state} ${reason}\n`);
}
