// The state of a profile or account, and whether its profile holds it offline. Any thread; no lock,
// one atomic.
#pragma once

#include <atomic>
#include <cstdint>

#include "abi/mapioffline.h"

namespace rx_outlook::embedded {

// An account of an offline profile is offline, whatever its own state is; that one is kept for the
// profile's return. Nobody holds a profile.
class StateWord {
 public:
  // The state before and after; the same where nothing has changed for a client.
  struct Step {
    ULONG before;
    ULONG after;
  };

  [[nodiscard]] ULONG now() const noexcept { return Now(word_); }
  [[nodiscard]] ULONG own() const noexcept { return Own(word_); }
  [[nodiscard]] bool is_offline() const noexcept {
    return (now() & MAPIOFFLINE_STATE_OFFLINE_MASK) == MAPIOFFLINE_STATE_OFFLINE;
  }

  Step SetOwn(ULONG state) noexcept {
    return Replace([state](std::uint64_t word) { return (word & kHeld) | state; });
  }
  // Sets the own state of an account that is held, and returns true; otherwise changes nothing.
  bool Remember(ULONG state) noexcept {
    std::uint64_t word = word_;
    while ((word & kHeld) != 0) {
      if (word_.compare_exchange_weak(word, kHeld | state)) return true;
    }
    return false;
  }
  // Changes the own state to the other one.
  Step Flip() noexcept {
    const std::uint64_t word = word_.fetch_xor(MAPIOFFLINE_STATE_OFFLINE_MASK);
    return {Now(word), Now(word ^ MAPIOFFLINE_STATE_OFFLINE_MASK)};
  }
  Step Hold(bool is_held) noexcept {
    const std::uint64_t word = is_held ? word_.fetch_or(kHeld) : word_.fetch_and(~kHeld);
    return {Now(word), Now(is_held ? word | kHeld : word & ~kHeld)};
  }

 private:
  static constexpr std::uint64_t kHeld = std::uint64_t{1} << 32;  // above all bits of a state

  static ULONG Own(std::uint64_t word) noexcept { return static_cast<ULONG>(word & ~kHeld); }
  static ULONG Now(std::uint64_t word) noexcept {
    return (word & kHeld) != 0 ? ULONG{MAPIOFFLINE_STATE_OFFLINE} : Own(word);
  }
  template <typename Next>
  Step Replace(Next next) noexcept {
    std::uint64_t word = word_;
    while (!word_.compare_exchange_weak(word, next(word))) {
    }
    return {Now(word), Now(next(word))};
  }

  std::atomic<std::uint64_t> word_{MAPIOFFLINE_STATE_ONLINE};
};

}  // namespace rx_outlook::embedded
