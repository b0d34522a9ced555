import { inspect } from 'node:util';
import { openOfflineObject } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';

describe('what Node shows of an object that stays open', () => {
  it('is the profiles that it is about, and no deeper than it was asked', async () => {
    using outlook = embeddedOutlook({ profiles: ['Work', 'Home'] });
    await using object = await openOfflineObject('Work', { backend: 'embedded' });
    expect(inspect({ outlook, object }, { compact: true, breakLength: Infinity })).toBe(
      "{ outlook: EmbeddedOutlook { profiles: [ 'Work', 'Home' ] }, " +
        "object: OfflineObject { profile: 'Work', backend: 'embedded' } }",
    );
    expect(inspect({ outlook, object }, { depth: 0 })).toBe(
      '{ outlook: [EmbeddedOutlook], object: [OfflineObject] }',
    );
    outlook.addProfile('Other');
    outlook.close();
    await object.close();
    expect(inspect(outlook)).toBe("EmbeddedOutlook { profiles: [ 'Work', 'Home', 'Other' ] }");
    expect(inspect(object)).toBe("OfflineObject { profile: 'Work', backend: 'embedded' }");
  });
});
