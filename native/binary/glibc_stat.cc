// The stat family for glibc before 2.33, where it is part of libc_nonshared.a, not of libc.so.6.
// zig 0.11 compiles that archive with an errno of its own, so that a caller reads the errno of some
// earlier call. These definitions precede the archive in the link, and call what libc.so.6 exports
// in every version.
#include <sys/stat.h>

namespace {

/// Version of `struct stat` on 64-bit systems: bits/stat.h of glibc 2.32 calls it _STAT_VER.
#ifdef __x86_64__
constexpr int kStatVersion = 1;
#else
constexpr int kStatVersion = 0;
#endif

}  // namespace

extern "C" {

int __xstat(int version, const char* path, struct stat* found) noexcept;
int __lxstat(int version, const char* path, struct stat* found) noexcept;
int __fxstat(int version, int file, struct stat* found) noexcept;
int __fxstatat(int version, int folder, const char* path, struct stat* found, int flags) noexcept;

int stat(const char* path, struct stat* found) noexcept {
  return __xstat(kStatVersion, path, found);
}

int lstat(const char* path, struct stat* found) noexcept {
  return __lxstat(kStatVersion, path, found);
}

int fstat(int file, struct stat* found) noexcept { return __fxstat(kStatVersion, file, found); }

int fstatat(int folder, const char* path, struct stat* found, int flags) noexcept {
  return __fxstatat(kStatVersion, folder, path, found, flags);
}
}
