import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { inject } from 'postject';

const platform = `${process.platform}-${process.arch}`;
const program = process.platform === 'win32' ? 'out/sea/app.exe' : 'out/sea/app';
mkdirSync('out/sea', { recursive: true });
await build({
  entryPoints: ['sea/main.mjs'],
  outfile: 'out/main.cjs',
  bundle: true,
  platform: 'node',
});
const config = {
  main: 'out/main.cjs',
  output: 'out/app.blob',
  disableExperimentalSEAWarning: true,
  assets: { 'rx-outlook.node': `node_modules/rx-outlook/prebuilds/${platform}/rx-outlook.node` },
};
writeFileSync('out/sea.json', JSON.stringify(config));
execFileSync(process.execPath, ['--experimental-sea-config', 'out/sea.json']);
copyFileSync(process.execPath, program);
await inject(program, 'NODE_SEA_BLOB', readFileSync('out/app.blob'), {
  sentinelFuse: 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2',
  machoSegmentName: 'NODE_SEA',
});
