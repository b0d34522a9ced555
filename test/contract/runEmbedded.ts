import { embeddedOutlook } from 'rx-outlook/testing';
import { embeddedControl } from './embeddedControl.js';
import { runCase } from './runCase.js';
import type { Context, ContractCase } from './types.js';

/** What is true of the place besides the backend itself. */
export type Place = Omit<Context, 'backend' | 'control'>;

/** The embedded backend, in this very process. */
export async function runEmbedded(one: Pick<ContractCase, 'run'>, place: Place): Promise<void> {
  const outlook = embeddedOutlook({ profiles: ['Work', 'Home'], shared: true });
  try {
    await runCase(one, { ...place, backend: 'embedded', control: embeddedControl(outlook) });
  } finally {
    outlook.close();
  }
}
