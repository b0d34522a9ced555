// Puts this platform's binary where the tarball carries it. Run before packing.
import { cpSync, mkdirSync } from 'node:fs';
import { root } from './run.mjs';

const folder = root(`prebuilds/${process.platform}-${process.arch}`);
mkdirSync(folder, { recursive: true });
cpSync(root('build/Release/rx-outlook.node'), `${folder}/rx-outlook.node`);
console.log(`prebuilds/${process.platform}-${process.arch}/rx-outlook.node is ready to be packed`);
