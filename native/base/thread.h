// StartThread starts a detached thread, on any thread; no lock.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#ifdef _WIN32
#include <windows.h>

#include <process.h>

#include <cerrno>
#else
#include <pthread.h>
#endif

namespace rx_outlook {

using ThreadBody = std::function<void()>;

// The category of StartThread's std::system_error. The standard categories take their text from the
// locale, and so read the environment, which JavaScript may be changing.
class ThreadCategory final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "thread"; }
  [[nodiscard]] std::string message(int error) const override {
    return "the system cannot start another thread (error " + std::to_string(error) + ")";
  }
  static const ThreadCategory& Instance() {
    static const auto* const instance = new ThreadCategory;  // outlives static destruction
    return *instance;
  }
};

#ifdef _WIN32

inline unsigned __stdcall RunThread(void* body) noexcept {
  const std::unique_ptr<ThreadBody> owned(static_cast<ThreadBody*>(body));
  (*owned)();
  return 0;
}

#else

inline void* RunThread(void* body) noexcept {
  const std::unique_ptr<ThreadBody> owned(static_cast<ThreadBody*>(body));
  (*owned)();
  return nullptr;
}

#endif

// Throws std::system_error when the system cannot start a thread.
inline void StartThread(ThreadBody body) {
  auto owned = std::make_unique<ThreadBody>(std::move(body));
#ifdef _WIN32
  // Not std::thread: when MinGW's started and detached many at once, one sometimes began without
  // its body and ended the process. Seen under Wine 8; the cause is unknown.
  const auto thread = _beginthreadex(nullptr, 0, RunThread, owned.get(), 0, nullptr);
  if (thread == 0) throw std::system_error(errno, ThreadCategory::Instance());
  // NOLINTNEXTLINE(performance-no-int-to-ptr): documented to return a handle as a number.
  CloseHandle(reinterpret_cast<HANDLE>(thread));
#else
  pthread_t thread{};
  const int error = pthread_create(&thread, nullptr, RunThread, owned.get());
  if (error != 0) throw std::system_error(error, ThreadCategory::Instance());
  pthread_detach(thread);
#endif
  static_cast<void>(owned.release());  // RunThread owns it now
}

}  // namespace rx_outlook
