// Counts the DLL's objects and locks, which keep COM from unloading it. Any thread; no lock, an
// atomic.
#pragma once

#include <windows.h>

#include <atomic>

namespace rx_outlook::addin {

class ModuleUse {
 public:
  ModuleUse() noexcept { ++uses_; }
  ModuleUse(const ModuleUse&) = delete;
  ModuleUse& operator=(const ModuleUse&) = delete;
  ~ModuleUse() { --uses_; }

  static void Lock(bool locked) noexcept { uses_ += locked ? 1 : -1; }
  [[nodiscard]] static bool any() noexcept { return uses_ != 0; }

 private:
  static inline std::atomic<LONG> uses_{0};
};

}  // namespace rx_outlook::addin
