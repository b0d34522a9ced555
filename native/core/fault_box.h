// Keeps what offline objects did against their contract at the end of a subscription, until the
// consumer takes it: no stream is left to report it.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "abi/com.h"
#include "base/locked.h"
#include "core/record.h"
#include "seam/account.h"

namespace rx_outlook {

struct Fault {
  Target of;
  Operation operation;
  HRESULT hr;
};

// Guarded by the queue's mutex.
class FaultBox {
 public:
  static constexpr std::size_t kBound = 16;

  FaultBox() { faults_.reserve(kBound); }

  // False when the box is full: the fault is lost. Needs no memory.
  [[nodiscard]] bool Put(const Locked&, Fault fault) noexcept {
    if (faults_.size() == kBound) return false;
    faults_.push_back(std::move(fault));
    return true;
  }

  // Exchanges the faults for `empty`, which must have room for kBound already.
  void Take(const Locked&, std::vector<Fault>& empty) noexcept { empty.swap(faults_); }

 private:
  std::vector<Fault> faults_;
};

}  // namespace rx_outlook
