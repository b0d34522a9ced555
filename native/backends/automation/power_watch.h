// Reports that the system has resumed from sleep, after which Outlook's state may have changed.
#pragma once

#include <windows.h>

#include <cstdint>
#include <functional>
#include <memory>

namespace rx_outlook::automation {

// The functions of powrprof.dll, from Windows 8 on; null before.
struct PowerFunctions {
  DWORD(WINAPI* add)(DWORD flags, HANDLE recipient, void** registration) = nullptr;
  DWORD(WINAPI* remove)(void* registration) = nullptr;
};

// DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS, which MinGW's headers lack.
struct PowerRecipient {
  ULONG(CALLBACK* callback)(void* context, ULONG event, void* setting);
  void* context;
};

// Any thread; no lock.
class PowerWatch {
 public:
  // `resumed` is called on a thread of Windows', also shortly after the end. Null when Windows
  // offers no such events: then polling finds the changes alone.
  static std::unique_ptr<PowerWatch> Start(std::function<void()> resumed);
  static std::unique_ptr<PowerWatch> Start(std::function<void()> resumed,
                                           const PowerFunctions& functions);

  PowerWatch(const PowerWatch&) = delete;
  PowerWatch& operator=(const PowerWatch&) = delete;
  ~PowerWatch();

 private:
  PowerWatch(std::function<void()> resumed, const PowerFunctions& functions);

  const PowerFunctions functions_;
  const std::uintptr_t number_;
  void* registration_ = nullptr;
};

}  // namespace rx_outlook::automation
