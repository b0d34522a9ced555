// Reports changes of the network's connectivity, after which Outlook's state may change.
#pragma once

#include <windows.h>

#include <ocidl.h>

#include <functional>
#include <memory>

#include "abi/com_ptr.h"

namespace rx_outlook::automation {

// Constructed and destroyed on one thread of the multithreaded apartment; no lock.
class NetworkWatch {
 public:
  // `changed` is called on any thread, also shortly after the end. Null when Windows offers no such
  // events: then polling finds the changes alone.
  static std::unique_ptr<NetworkWatch> Start(std::function<void()> changed);

  NetworkWatch(const NetworkWatch&) = delete;
  NetworkWatch& operator=(const NetworkWatch&) = delete;
  ~NetworkWatch();

 private:
  NetworkWatch(ComPtr<IConnectionPoint> events, DWORD cookie);

  const ComPtr<IConnectionPoint> events_;
  const DWORD cookie_;
};

}  // namespace rx_outlook::automation
