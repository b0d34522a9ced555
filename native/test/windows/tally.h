// Prints each check of a test program on a line, and counts them. One thread at a time; no lock.
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

// Prints the counts; returns the program's exit code.
inline int Finish() {
  std::printf("1..%d\n", tally.passed + tally.failed);
  if (tally.failed == 0) std::printf("all %d checks passed\n", tally.passed);
  std::fflush(stdout);
  return tally.failed == 0 ? 0 : 1;
}

}  // namespace rx_outlook::test
