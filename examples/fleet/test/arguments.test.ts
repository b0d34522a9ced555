import { hostname } from 'node:os';
import { parseArguments } from '../agent/arguments.js';
import { parseDemoArguments } from '../demo/arguments.js';
import { UsageError } from '../shared/usage.js';

const where = ['--broker', 'mqtts://broker.example.org', '--site', 'berlin'];

describe('the command line of an agent', () => {
  it('names the machine after its host, and the user after the machine', () => {
    expect(parseArguments(where)).toMatchObject({ site: 'berlin', machine: hostname() });
    process.env['RX_OUTLOOK_FLEET_PASSWORD'] = 'secret';
    try {
      expect(parseArguments([...where, '--machine', 'pc-1'])?.connection).toEqual({
        keepalive: 60,
        username: 'pc-1',
        password: 'secret',
      });
    } finally {
      delete process.env['RX_OUTLOOK_FLEET_PASSWORD'];
    }
  });

  it('may ask for help', () => {
    expect(parseArguments(['-h'])).toBeUndefined();
  });

  it.each([
    [['--broker', 'http://x', '--site', 'a'], /^--broker must be a URL such as/],
    [where.slice(0, 2), '--site must name the site of this machine'],
    [[...where, '--keepalive', '0'], '--keepalive must be from 1 to 65535 seconds'],
    [[...where, '--ca', 'nowhere.pem'], /^nowhere\.pem cannot be read: .*ENOENT/],
    [['--brokr', 'x'], "Unknown option '--brokr'"],
  ])('is refused with what to change: %j', (args, message) => {
    expect(() => parseArguments(args)).toThrow(UsageError);
    expect(() => parseArguments(args)).toThrow(message);
  });
});

describe('the command line of the demo', () => {
  it('has a hundred machines and port 4173 without options', () => {
    expect(parseDemoArguments([])).toEqual({ machines: 100, port: 4173 });
    expect(parseDemoArguments(['--help'])).toBeUndefined();
  });

  it('takes whole numbers within bounds', () => {
    const many = '--machines must be a whole number from 1 to 2000, not many';
    expect(() => parseDemoArguments(['--machines', 'many'])).toThrow(many);
    expect(() => parseDemoArguments(['--port', '65536'])).toThrow('--port must be a whole number');
    expect(() => parseDemoArguments(['--ports', '1'])).toThrow("Unknown option '--ports'");
  });
});
