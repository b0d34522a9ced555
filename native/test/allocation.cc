#include "test/allocation.h"

#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>

namespace rx_outlook::test {
namespace {

constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();
// The size in front of each block, as wide as the strictest alignment of operator new.
constexpr std::size_t kHeader = __STDCPP_DEFAULT_NEW_ALIGNMENT__;

thread_local std::size_t allowed = kNoLimit;
thread_local int exempt = 0;
std::atomic<std::size_t> until_failure{kNoLimit};  // 0: the allocation has failed
std::atomic<std::size_t> live{0};
std::atomic<std::size_t> requested{0};

// Counts one allocation; returns whether it is the one to fail.
bool IsDue() noexcept {
  std::size_t left = until_failure.load(std::memory_order_relaxed);
  do {
    if (left == kNoLimit || left == 0) return false;
  } while (!until_failure.compare_exchange_weak(left, left - 1));
  return left == 1;
}

bool MayAllocate() noexcept {
  if (exempt == 0 && IsDue()) return false;
  if (allowed == kNoLimit) return true;
  if (allowed == 0) return false;
  --allowed;
  return true;
}

}  // namespace

Shortage::Shortage(std::size_t left) noexcept { allowed = left; }
Shortage::~Shortage() { allowed = kNoLimit; }
void BeginShortage() noexcept { allowed = 0; }
void EndShortage() noexcept { allowed = kNoLimit; }

OneFailure::OneFailure(std::size_t which) noexcept { until_failure = which; }
OneFailure::~OneFailure() { until_failure = kNoLimit; }
bool OneFailure::has_happened() const noexcept { return until_failure == 0; }

Exempt::Exempt() noexcept { ++exempt; }
Exempt::~Exempt() { --exempt; }

std::size_t LiveBytes() noexcept { return live; }
std::size_t RequestedBytes() noexcept { return requested; }

}  // namespace rx_outlook::test

void* operator new(std::size_t size) {
  using namespace rx_outlook::test;
  void* const block = MayAllocate() ? std::malloc(kHeader + size) : nullptr;
  if (block == nullptr) throw std::bad_alloc();
  *static_cast<std::size_t*>(block) = size;
  live += size;
  requested += size;
  return static_cast<char*>(block) + kHeader;
}

void operator delete(void* pointer) noexcept {
  using namespace rx_outlook::test;
  if (pointer == nullptr) return;
  void* const block = static_cast<char*>(pointer) - kHeader;
  live -= *static_cast<std::size_t*>(block);
  std::free(block);
}

void operator delete(void* pointer, std::size_t) noexcept { operator delete(pointer); }
