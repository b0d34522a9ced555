// The sidebar of each page.
import { existsSync, readFileSync } from 'node:fs';

const read = (file) => {
  const url = new URL(`../generated/${file}`, import.meta.url);
  return existsSync(url) ? JSON.parse(readFileSync(url, 'utf8')) : [];
};

/** Written by scripts/docs/pages.mjs. */
const operators = read('operators.json');
/** Written by TypeDoc. */
const reference = read('reference/typedoc-sidebar.json');

const guide = [
  {
    text: 'Guide',
    items: [
      { text: 'Introduction', link: '/readme' },
      { text: 'Operators', link: '/operators' },
      { text: 'On Windows, with Outlook', link: '/windows' },
      { text: 'Where it runs', link: '/support' },
      { text: 'Behavior', link: '/behaviour' },
      { text: 'Security', link: '/security' },
      { text: 'Performance', link: '/performance' },
      { text: 'Reliability', link: '/reliability' },
      { text: 'Changelog', link: '/changelog' },
    ],
  },
  {
    text: 'Contributing',
    collapsed: true,
    items: [
      { text: 'Contributing', link: '/contributing' },
      { text: 'Decisions', link: '/decisions' },
      { text: 'The bridge’s protocol', link: '/bridge-protocol' },
      { text: 'Mutation testing', link: '/mutation' },
      { text: 'Reporting a weakness', link: '/reporting' },
    ],
  },
];

const playground = [
  {
    text: 'Playground',
    items: operators.map((name) => ({ text: name, link: `/playground/${name}` })),
  },
];

const codes = [
  {
    text: 'Tables',
    items: [
      { text: 'Error codes', link: '/error-codes' },
      { text: 'Reasons', link: '/reasons' },
    ],
  },
];

export const sidebar = {
  '/playground/': playground,
  '/reference/': [...codes, ...reference],
  '/error-codes': [...codes, ...reference],
  '/reasons': [...codes, ...reference],
  '/': [...guide, ...playground.map((group) => ({ ...group, collapsed: true }))],
};
