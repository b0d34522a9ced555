/* libnode.dll and node.dll: all names of Node-API, except one that CMakeLists.txt can leave out.
   The functions make no values of JavaScript: nothing reads the results. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int calls = 0;
static char thrown[4096] = "";

/* Behind every name except those below: returns napi_ok. */
int Answer(void) {
  ++calls;
  return 0;
}

int ThrowError(void* env, const char* code, const char* message) {
  (void)env;
  (void)code;
  ++calls;
  strncat(thrown, message, sizeof(thrown) - strlen(thrown) - 1);
  return 0;
}

void FatalError(const char* location, size_t location_length, const char* message,
                size_t message_length) {
  (void)location_length;
  (void)message_length;
  printf("not ok - %s: %s\n", location, message);
  fflush(stdout);
  exit(1);
}

int FakeCalls(void) { return calls; }

const char* FakeThrown(void) { return thrown; }
