import { parseArguments, usage, UsageError } from '../../examples/mail-servers/arguments.js';

describe('the arguments of the demo', () => {
  it('may be none, which asks for its own servers and no end', () => {
    expect(parseArguments([])).toEqual({
      servers: [],
      json: false,
      help: false,
      seconds: undefined,
    });
  });

  it('name servers by host and port, in any order with the options', () => {
    const args = ['imap.example.org:993', '--json', '[::1]:143', '--seconds', '2.5', '10.0.0.1:25'];
    expect(parseArguments(args)).toEqual({
      servers: [
        { name: 'imap.example.org:993', host: 'imap.example.org', port: 993 },
        { name: '[::1]:143', host: '::1', port: 143 },
        { name: '10.0.0.1:25', host: '10.0.0.1', port: 25 },
      ],
      json: true,
      help: false,
      seconds: 2.5,
    });
  });

  it.each([
    ['IMAP.Example.ORG:0993', 'imap.example.org:993'],
    ['münchen.example:143', 'xn--mnchen-3ya.example:143'],
    ['[0:0:0:0:0:0:0:1]:143', '[::1]:143'],
    ['mail:25', 'mail:25'],
    ['mail:65535', 'mail:65535'],
  ])('write %s one way only, as %s', (text, name) => {
    expect(parseArguments([text]).servers).toMatchObject([{ name }]);
  });

  it.each([['--help'], ['-h']])('ask for the usage with %s', (arg) => {
    expect(parseArguments([arg]).help).toBe(true);
    expect(usage).toContain('--seconds');
  });

  it.each([
    [['imap.example.org'], '"imap.example.org" is not host:port'],
    [[':25'], '":25" is not host:port'],
    [['mail:'], '"mail:" is not host:port'],
    [['mail:smtp'], '"mail:smtp" is not host:port'],
    [['mail:-25'], '"mail:-25" is not host:port'],
    [['::1:143'], '"::1:143" is not host:port'],
    [['[::g]:143'], '"[::g]:143" is not host:port'],
    [['[mail]:143'], '"[mail]:143" is not host:port'],
    [['a b:25'], '"a b:25" is not host:port'],
    [['1.2.3.400:25'], '"1.2.3.400:25" is not host:port'],
    [['mail\n:25'], String.raw`"mail\n:25" is not host:port`],
    [['http://mail:25'], '"http://mail:25" is not host:port'],
    [['mail:0'], 'the port of mail:0 must be from 1 to 65535'],
    [['mail:65536'], 'the port of mail:65536 must be from 1 to 65535'],
    [['mail:25', 'other:25', 'MAIL:25'], 'mail:25 is given twice'],
    [['--frequency', '3'], "Unknown option '--frequency'"],
    [['-x'], "Unknown option '-x'"],
    [['--json=yes'], "Option '--json' does not take an argument"],
    [['--seconds'], "Option '--seconds <value>' argument missing"],
    [['--seconds', '-1'], "Option '--seconds' argument is ambiguous"],
    [['--seconds=-1'], '--seconds must be a number above 0 and at most 2147483, not "-1"'],
    [['--seconds', '0'], '--seconds must be a number above 0 and at most 2147483, not "0"'],
    [['--seconds', ''], '--seconds must be a number above 0 and at most 2147483, not ""'],
    [['--seconds', 'ten'], '--seconds must be a number above 0 and at most 2147483, not "ten"'],
    [['--seconds', '1e9'], '--seconds must be a number above 0 and at most 2147483, not "1e9"'],
  ])('are refused in one line: %j', (args, message) => {
    const parsing = (): unknown => parseArguments(args);
    expect(parsing).toThrow(UsageError);
    expect(parsing).toThrow(message);
    expect(parsing).toThrow(/^.+$/);
  });
});
