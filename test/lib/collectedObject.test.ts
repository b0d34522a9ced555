import { runScript } from '../fixtures/runScript.js';

describe('an offline object that nobody closes', () => {
  it('is released when it is collected', async () => {
    const { stdout, stderr } = await runScript(
      `const { openOfflineObject } = require('rx-outlook');
       const { embeddedOutlook } = require('rx-outlook/testing');
       const outlook = embeddedOutlook({ profiles: ['Work'] });
       (async () => {
         await openOfflineObject('Work', { backend: 'embedded' });
         console.log(outlook.counters().references);
         while (outlook.counters().references > 0) {
           gc();
           await new Promise((resolve) => setTimeout(resolve, 1));
         }
         console.log(outlook.counters().references);
         outlook.close();
       })();`,
      { args: ['--expose-gc'] },
    );
    expect([stdout, stderr]).toEqual(['1\n0\n', '']);
  });
});
