// What Debian's static libstdc++, made for glibc, asks of the system and musl does not have: scripts/platforms/musl.mjs.
#include <stddef.h>

unsigned long getauxval(unsigned long type);
int getentropy(void* buffer, size_t size);

void* __dso_handle __attribute__((visibility("hidden"))) = &__dso_handle;

// False: a process of JavaScript has several threads.
char __libc_single_threaded = 0;

// Finds nothing: the unwinder then takes dl_iterate_phdr.
int _dl_find_object(void* address, void* result) {
  (void)address;
  (void)result;
  return -1;
}

unsigned arc4random(void) {
  unsigned value = 0;
  return getentropy(&value, sizeof value) == 0 ? value : 0;
}

unsigned long __getauxval(unsigned long type) { return getauxval(type); }
