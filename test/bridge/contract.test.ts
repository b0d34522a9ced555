import { accountContract } from '../contract/accounts.js';
import { contract } from '../contract/index.js';
import { behindBridge } from './behindBridge.js';

behindBridge(
  'the backend bridge, against embedded objects in another process',
  [...contract, ...accountContract].map((one) => ({
    ...one,
    title: `point ${String(one.point)}: ${one.title}`,
  })),
);
