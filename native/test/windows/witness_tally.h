/* Prints each check of witness_client.c on a line, and counts them. One thread. Included once. */
#ifndef WITNESS_TALLY_H
#define WITNESS_TALLY_H

#include <stdarg.h>
#include <stdio.h>

#include <windows.h>

/* Ends the test of a broken object; a correct object never reaches it. */
enum { LIMIT_MS = 10000 };

static int passed = 0;
static int failed = 0;

static int Check(int good, const char* format, ...) {
  va_list arguments; /* NOLINT(cppcoreguidelines-init-variables): va_start does */
  printf(good ? "ok - " : "not ok - ");
  va_start(arguments, format);
  vprintf(format, arguments);
  va_end(arguments);
  printf("\n");
  fflush(stdout);
  ++*(good ? &passed : &failed);
  return good;
}

static int CheckResult(HRESULT hr, HRESULT expected, const char* what) {
  return Check(hr == expected, "%s gives 0x%08lX (it was 0x%08lX)", what, (unsigned long)expected,
               (unsigned long)hr);
}

static int CheckValue(ULONG value, ULONG expected, const char* what) {
  return Check(value == expected, "%s is 0x%lX (it was 0x%lX)", what, (unsigned long)expected,
               (unsigned long)value);
}

static int Finish(void) {
  printf("1..%d\n", passed + failed);
  if (failed == 0) printf("all %d checks passed\n", passed);
  fflush(stdout);
  return failed == 0 ? 0 : 1;
}

#endif
