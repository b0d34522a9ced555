// node node-api-shim.mjs <nm> <output> <object…>: writes the table of the Node-API functions that the objects
// call, which native/addon/node_api_host.cc fills from the program that loads the binary. An import of NODE.EXE
// would tie the binary to a host of that name: Electron and single executables have others. (With Microsoft's
// compiler cmake-js brings a delay-load hook for the same end. MinGW's own delay-load stubs lose the registers
// that doubles are passed in.)
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const [nm, output, ...objects] = process.argv.slice(2);
const { status, stdout, stderr, error } = spawnSync(nm, ['--undefined-only', ...objects], {
  encoding: 'utf8',
});
// The headers declare each function as imported, that is, called through a pointer of this name.
const calls = stdout?.matchAll(/ U __imp_((?:napi|node_api)_\w+)$/gm) ?? [];
const names = [...new Set([...calls].map(([, name]) => name))].sort();
if (status !== 0 || names.length === 0) {
  console.error(
    `${nm} finds no call of Node-API in ${objects.join(' ')}: ${error?.message ?? stderr}\n` +
      'They are to be compiled for Windows, with NAPI_EXTERN=__declspec(dllimport).',
  );
  process.exit(1);
}

writeFileSync(
  output,
  `// Made by scripts/node-api-shim.mjs from what the objects call.
#include "addon/node_api_table.h"

extern "C" {
${names.map((name) => `FARPROC __imp_${name};`).join('\n')}
}

const rx_outlook::NodeApiFunction rx_outlook::kNodeApiFunctions[] = {
${names.map((name) => `    {"${name}", &__imp_${name}},`).join('\n')}
    {nullptr, nullptr},
};
`,
);
