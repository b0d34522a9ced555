// Puts a folder where the archive is, with the files that are in it alone: Electron shows it to programs as such a folder.
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { extractAll } from '@electron/asar';

extractAll('out/asar/app.asar', 'out/extracted');
for (const file of readdirSync('out/extracted', { recursive: true })) {
  if (file.endsWith('.node')) rmSync(`out/extracted/${file}`);
}
rmSync('out/asar/app.asar');
renameSync('out/extracted', 'out/asar/app.asar');
