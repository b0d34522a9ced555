import { cpSync } from 'node:fs';
import { createPackageWithOptions } from '@electron/asar';

for (const file of [
  'app.mjs',
  ...['rx-outlook', 'rxjs', 'tslib'].map((name) => `node_modules/${name}`),
]) {
  cpSync(file, `out/app/${file}`, { recursive: true });
}
await createPackageWithOptions('out/app', 'out/asar/app.asar', { unpack: '**/*.node' });
