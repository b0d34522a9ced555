import { bounded } from './bounded.js';
import { cold } from './cold.js';
import { environments } from './environments.js';
import { errors } from './errors.js';
import { importing } from './importing.js';
import { order } from './order.js';
import { pretence } from './pretence.js';
import { reentrant } from './reentrant.js';
import { silence } from './silence.js';
import type { ContractCase } from './types.js';
import { waiting } from './waiting.js';

/** design.md's contract, point by point, as data: any runner can run it against any backend. */
export const contract: readonly ContractCase[] = [
  ...cold,
  ...order,
  ...silence,
  ...reentrant,
  ...waiting,
  ...bounded,
  ...errors,
  ...environments,
  ...pretence,
  ...importing,
];
