// A registration without a session, with its queue and a reader that counts the requests. One
// thread, except NotifyElsewhere.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <thread>

#include "core/registration.h"
#include "test/fakes.h"

namespace rx_outlook::test {

inline constexpr RegistrationKey kKey{4, 2};

struct CountingReader final : StateReader {
  bool RequestReading(RegistrationKey key) noexcept override {
    CHECK(key == kKey);
    ++asked;
    return possible;
  }
  int asked = 0;
  bool possible = true;
};

struct Registered {
  void Notify(ULONG type, ULONG previous, ULONG current) const {
    const MAPIOFFLINE_NOTIFY notify = MakeNotify(type, previous, current);
    registration->Notify(&notify);
  }
  // Notifies on another thread than the last call, without overlap.
  void NotifyElsewhere(ULONG type, ULONG previous, ULONG current) const {
    std::thread([=] { Notify(type, previous, current); }).join();
  }

  Inbox inbox;
  const std::shared_ptr<CountingReader> reader = std::make_shared<CountingReader>();
  const ComPtr<Registration> registration = MakeCom<Registration>(inbox.queue, kKey, reader);
};

}  // namespace rx_outlook::test
