import type { Finding } from '../finding.js';

type Version = readonly [number, number, number];

/** Reports whether this Node.js is supported: `range` is package.json's. */
export function nodeFinding(version: string, range: string): Finding {
  const check = 'node';
  const text = `Node.js ${version} on ${process.platform}-${process.arch}`;
  if (isIn(version, range)) return { check, result: 'ok', text: `${text}.` };
  return {
    check,
    result: 'problem',
    text: `${text}; this package is made for ${range}.`,
    remedy: 'Update Node.js.',
  };
}

/** Understands two kinds of ranges, `^20.19.0` and `>=24.0.0`, joined by `||`. */
function isIn(version: string, range: string): boolean {
  const own = parsed(version);
  return range.split('||').some((part) => {
    const least = parsed(part);
    const isNewer = compare(own, least) >= 0;
    return part.includes('^') ? isNewer && own[0] === least[0] : isNewer;
  });
}

function parsed(text: string): Version {
  const [, major, minor, patch] = /(\d+)\.(\d+)\.(\d+)/.exec(text) ?? [];
  return [Number(major), Number(minor), Number(patch)];
}

function compare(one: Version, other: Version): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}
