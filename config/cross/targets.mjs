// The platforms of a release, by their folders in prebuilds/: what scripts/build-all.mjs builds, check-prebuilds.mjs
// checks and test-platforms.mjs runs. Those without a triple are built by MinGW: scripts/build-windows.mjs.
const addon = 'rx-outlook.node';
const addin = 'rx-outlook-addin.dll';

const linux = (triple, libc) => ({ triple, binaries: [addon], ...libc });
const glibc = { glibc: '2.28' };
const musl = { isMusl: true };

export const targets = {
  'linux-x64': linux('x86_64-linux-gnu.2.28', glibc),
  'linux-arm64': linux('aarch64-linux-gnu.2.28', glibc),
  'linux-x64-musl': linux('x86_64-linux-musl', musl),
  'linux-arm64-musl': linux('aarch64-linux-musl', musl),
  'darwin-x64': { triple: 'x86_64-macos.11.0', macos: '11.0', binaries: [addon] },
  'darwin-arm64': { triple: 'aarch64-macos.11.0', macos: '11.0', binaries: [addon] },
  'win32-x64': { binaries: [addon, addin] },
  'win32-arm64': { triple: 'aarch64-windows-gnu', binaries: [addon] },
  'win32-ia32': { binaries: [addin] },
};
