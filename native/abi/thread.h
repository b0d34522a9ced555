// A thread that nobody joins.
#pragma once

#include <functional>
#include <utility>

#ifdef _WIN32
#include <windows.h>

#include <process.h>

#include <cerrno>
#include <memory>
#include <system_error>
#else
#include <thread>
#endif

namespace rx_outlook {

using ThreadBody = std::function<void()>;

#ifdef _WIN32

inline unsigned __stdcall RunThread(void* body) noexcept {
  const std::unique_ptr<ThreadBody> owned(static_cast<ThreadBody*>(body));
  (*owned)();
  return 0;
}

#endif

// Throws std::system_error when there can be no other thread.
inline void StartThread(ThreadBody body) {
#ifdef _WIN32
  // Not std::thread: of many that MinGW's started and detached at once, now and then one began
  // without its body, and the process ended there. Seen under Wine 8; why is not known.
  auto owned = std::make_unique<ThreadBody>(std::move(body));
  const auto thread = _beginthreadex(nullptr, 0, RunThread, owned.get(), 0, nullptr);
  if (thread == 0) throw std::system_error(errno, std::generic_category());
  static_cast<void>(owned.release());  // the thread's, now
  // NOLINTNEXTLINE(performance-no-int-to-ptr): that a handle comes as a number is documented.
  CloseHandle(reinterpret_cast<HANDLE>(thread));
#else
  std::thread(std::move(body)).detach();
#endif
}

}  // namespace rx_outlook
