import fc from 'fast-check';
import { agentTopic, connectionTopic, machineFilter, parseTopic } from '../shared/topics.js';

const machine = { site: 'berlin', machine: 'pc-1' };
/** Any name, with what MQTT forbids more often than by chance. */
const anyName = fc.string({
  minLength: 1,
  unit: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom('/', '+', '#', '$', '%', '\0', '\uD800', '\uFFFF', '\u{1FFFE}'),
  ),
});

describe('a topic', () => {
  it('has six levels for an account and for a profile, and five for an agent', () => {
    const account = { profile: 'Work', account: 'alice@example.org' };
    expect(connectionTopic(machine, account)).toBe(
      'rx-outlook/1/berlin/pc-1/Work/alice@example.org',
    );
    expect(connectionTopic(machine, { profile: 'Work' })).toBe(
      'rx-outlook/1/berlin/pc-1/Work/$profile',
    );
    expect(agentTopic(machine)).toBe('rx-outlook/1/berlin/pc-1/$agent');
    expect(machineFilter(machine)).toBe('rx-outlook/1/berlin/pc-1/#');
  });

  it('keeps letters of any language, and escapes what MQTT or NATS gives a meaning', () => {
    const account = { profile: 'Büro 東京', account: '$a/b+c#d%e f' };
    expect(connectionTopic(machine, account)).toBe(
      'rx-outlook/1/berlin/pc-1/Büro%0020東京/%0024a%002Fb%002Bc%0023d%0025e%0020f',
    );
  });

  it('is read back as the names it was made of, and is valid, whatever the names are', () => {
    fc.assert(
      fc.property(
        anyName,
        anyName,
        anyName,
        fc.option(anyName, { nil: undefined }),
        (site, pc, profile, account) => {
          const where = { site, machine: pc };
          const connection = account === undefined ? { profile } : { profile, account };
          const topic = connectionTopic(where, connection);
          expect(parseTopic(topic)).toEqual({ ...where, connection });
          expect(parseTopic(agentTopic(where))).toEqual(where);
          expect(topic).not.toMatch(/[+#\p{Cc}\p{Cs}\p{NChar}]/u);
          expect(topic.split('/')).toHaveLength(6);
        },
      ),
    );
  });

  it('of something else is none of a fleet', () => {
    for (const topic of [
      '',
      'rx-outlook/2/a/b/$agent',
      'rx-outlook/1/a/b/c',
      'rx-outlook/1/a/b/c/d/e',
      'rx-outlook/1//b/c/d',
      'rx-outlook/1/a/b/c/',
    ]) {
      expect(parseTopic(topic)).toBeUndefined();
    }
  });
});
