import { Child } from '../fixtures/child.js';

describe('the first example', () => {
  it('prints each state, and ends by itself', async () => {
    expect(await new Child('dist/examples/first.js').ended).toEqual({
      code: 0,
      lines: ['Work is online', 'Work is offline'],
      stderr: '',
    });
  }, 30_000);
});
