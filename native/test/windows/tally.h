// The checks of a test program, one line each, and what they come to.
#pragma once

#include <cstdio>
#include <string>

namespace rx_outlook::test {

struct Tally {
  int passed = 0;
  int failed = 0;
};

inline Tally tally;

inline bool Check(bool good, const std::string& what) {
  std::printf("%s - %s\n", good ? "ok" : "not ok", what.c_str());
  std::fflush(stdout);
  ++(good ? tally.passed : tally.failed);
  return good;
}

// The program's exit code.
inline int Finish() {
  std::printf("1..%d\n", tally.passed + tally.failed);
  if (tally.failed == 0) std::printf("all %d checks passed\n", tally.passed);
  std::fflush(stdout);
  return tally.failed == 0 ? 0 : 1;
}

}  // namespace rx_outlook::test
