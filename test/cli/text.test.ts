import { decoded } from '../../cli/text.js';

const text = '0 Büro 東京 offline\r\n1s online\r\n';

function bigEndian(bytes: Buffer): Buffer {
  return Buffer.from(bytes).swap16();
}

describe('the text of a script', () => {
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 as PowerShell writes it', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['big-endian UTF-16', bigEndian(Buffer.from(`\uFEFF${text}`, 'utf16le'))],
  ])('is read from %s', (_, bytes) => {
    expect(decoded(bytes)).toBe(text);
  });

  it.each([
    ['Latin-1', Buffer.from('Büro offline', 'latin1'), 'neither UTF-8 nor UTF-16'],
    ['UTF-16 without its mark', Buffer.from(text, 'utf16le'), 'neither UTF-8 nor UTF-16'],
    ['half a character of UTF-16', Buffer.from([0xff, 0xfe, 0x30]), 'it is no UTF-16LE'],
    ['half a pair of UTF-16', Buffer.from([0xfe, 0xff, 0xd8, 0x00]), 'it is no UTF-16BE'],
  ])('is refused with what to do about it: %s', (_, bytes, why) => {
    expect(() => decoded(bytes)).toThrow(why);
    expect(() => decoded(bytes)).toThrow('save it as UTF-8');
  });

  it('may be empty', () => {
    expect(decoded(new Uint8Array())).toBe('');
  });
});
