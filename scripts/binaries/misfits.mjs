// What a binary must be to run on its platform, as config/cross/targets.mjs states it, and what it may ask of its system.
import { readFileSync } from 'node:fs';
import semver from 'semver';
import { targets } from '../../config/cross/targets.mjs';
import { readElf } from './elf.mjs';
import { readMachO } from './macho.mjs';
import { readPe } from './pe.mjs';

const entries = [
  'napi_register_module_v1',
  'node_api_module_get_api_version_v1',
  'rx_outlook_sources',
];
const addinEntries = [
  ...['DllCanUnloadNow', 'DllGetClassObject', 'DllRegisterServer', 'DllUnregisterServer'],
  'rx_outlook_sources',
];
/** libunwind of zig's MinGW marks its functions as exported. Nothing imports them: Windows binds by the DLL's name. */
const unwinder = /^(_Unwind_|unw_|_GCC_specific_handler$)/;
const isNodeApi = (name) => /^(napi|node_api)_/.test(name);

const systemLibraries = {
  linux:
    /^(ld-linux-(x86-64|aarch64)\.so\.[12]|lib(c|m|pthread|dl|rt)\.so(\.[0-9])?|libgcc_s\.so\.1)$/,
  darwin: /^\/usr\/lib\/libSystem\.B\.dylib$/,
  win32: /^(advapi32|kernel32|msvcrt|ntdll|ole32|oleaut32|user32|userenv)\.dll$/i,
};

/** The binary's headers, by its format; undefined for another format. */
export function readBinary(file) {
  const image = readFileSync(file);
  if (image.subarray(1, 4).toString() === 'ELF') return readElf(image);
  if (image.subarray(0, 2).toString() === 'MZ') return readPe(image);
  return image.length > 4 && image.readUInt32LE(0) === 0xfeedfacf ? readMachO(image) : undefined;
}

function* misfitsOfLinux({ versions, hasStaticTls, libraries }, { glibc, isMusl = false }) {
  if (hasStaticTls)
    yield 'has static thread-local storage, which a running process may have no room for';
  const isNewer = (version) => semver.gt(semver.coerce(version), semver.coerce(glibc));
  const ofGlibc = versions.filter((one) => one.startsWith('GLIBC_'));
  if (isMusl && ofGlibc.length > 0) yield `asks for glibc (${ofGlibc.join(', ')}), not for musl`;
  if (!isMusl && libraries.includes('libc.so')) yield 'asks for musl, not for glibc';
  const newer = isMusl ? [] : ofGlibc.filter(isNewer);
  if (newer.length > 0) yield `asks for ${newer.join(', ')}; its platform is glibc ${glibc}`;
}

function* misfitsOfDarwin({ macos, installName, anywhere, locals, isSigned }, target) {
  if (macos !== target.macos) yield `is for macOS ${macos}, not ${target.macos}`;
  if (installName !== '@rpath/rx-outlook.node') yield `has the install name ${installName}`;
  const foreign = anywhere.filter((name) => !isNodeApi(name));
  if (foreign.length > 0) yield `has no library for ${foreign.join(', ')}`;
  if (locals > 0) yield `is not stripped: it has ${locals} local symbols`;
  if (isSigned !== true) yield 'has no valid signature, not even an ad-hoc one';
}

/** What is wrong with the binary for the platform, each as the rest of a sentence about it. */
export function misfits(file, name) {
  const binary = readBinary(file);
  const [system, arch] = name.split('-');
  if (binary?.format !== system || binary.arch !== arch) {
    return [`is made for ${binary?.format ?? 'no known system'}-${binary?.arch ?? 'unknown'}`];
  }
  const found = [];
  const target = targets[name];
  const expected = file.endsWith('.dll') ? addinEntries : entries;
  const isExpected = (one) => expected.includes(one) || (system === 'win32' && unwinder.test(one));
  const more = binary.exports.filter((one) => !isExpected(one));
  const fewer = expected.filter((one) => !binary.exports.includes(one));
  if (more.length > 0) found.push(`exports ${more.join(', ')}`);
  if (fewer.length > 0) found.push(`does not export ${fewer.join(', ')}`);
  const foreign = binary.libraries.filter((one) => !systemLibraries[system].test(one));
  if (foreign.length > 0) found.push(`needs ${foreign.join(', ')}, which a system may not have`);
  if (system === 'linux') found.push(...misfitsOfLinux(binary, target));
  if (system === 'darwin') found.push(...misfitsOfDarwin(binary, target));
  return found;
}
