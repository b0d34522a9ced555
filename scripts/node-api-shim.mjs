// Writes the source that finds Node-API in the executable that loads the binary, whatever that is called.
// An import of NODE.EXE would tie the binary to a host of that name: Electron and single executables have
// others. (With Microsoft's compiler cmake-js brings a delay-load hook for the same end. MinGW's own delay-load
// stubs lose the registers that doubles are passed in.)
import { writeFileSync } from 'node:fs';
import { symbols } from 'node-api-headers';

/** The headers declare each function as imported, that is, called through a pointer of this name. */
const pointer = (name) => `__imp_${name}`;

export function writeNodeApiShim(path, version) {
  const { js_native_api_symbols, node_api_symbols } = symbols[`v${version}`];
  const names = [...js_native_api_symbols, ...node_api_symbols].sort();
  writeFileSync(
    path,
    `/* Made by scripts/node-api-shim.mjs: Node-API ${version}, looked up when the binary is loaded. */
#include <windows.h>

/* What a host that has no such function answers: napi_generic_failure. */
static INT_PTR WINAPI NotThere(void) { return 9; }

${names.map((name) => `FARPROC ${pointer(name)};`).join('\n')}

static const struct {
  const char* name;
  FARPROC* pointer;
} kFunctions[] = {
${names.map((name) => `  {"${name}", &${pointer(name)}},`).join('\n')}
};

/* Before every constructor of C++, under the loader's lock, in which both calls are allowed. */
__attribute__((constructor(101))) static void FindNodeApi(void) {
  HMODULE host = GetModuleHandleW(NULL);
  for (size_t i = 0; i < sizeof(kFunctions) / sizeof(*kFunctions); ++i) {
    FARPROC found = GetProcAddress(host, kFunctions[i].name);
    *kFunctions[i].pointer = found != NULL ? found : NotThere;
  }
}
`,
  );
}
