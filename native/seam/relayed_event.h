// An event of a registration in another process: one structure from the server's record to the
// client's callback.
#pragma once

#include <cstdint>

namespace rx_outlook {

// Members that a kind does not name are 0.
struct RelayedEvent {
  enum class Kind : std::uint8_t {
    kNotification = 1,  // one or several calls of Notify
    kState = 2,         // GetCurrentState was called again, after calls of Notify that overlapped
    kFailure = 3,       // the end of the registration
    kReading = 5,       // GetCurrentState will be called again
    kAccounts = 8       // the list of the profile's accounts has changed
  };

  // `detail` of kFailure.
  static constexpr std::uint32_t kObjectGone = 0;
  static constexpr std::uint32_t kReadingFailed = 1;

  std::uint32_t registration = 0;  // the client's number for it; of no meaning to the callback
  Kind kind{};
  std::uint8_t phase = 0;     // kNotification: MAPIOFFLINE_NOTIFY_TYPE
  std::uint8_t previous = 0;  // kNotification: the state before
  std::uint8_t current = 0;   // kNotification, kState: the state after; of kState also 0 (neither)
                              // and 3 (kNoExchangeState)
  std::uint32_t merged = 0;   // kNotification: number of calls of Notify; kReading: readings done
  double timestamp = 0;       // kNotification: milliseconds since the epoch, of Notify
  std::int32_t hresult = 0;   // kFailure
  // kNotification: a bit for each phase; above 8 bits, the number of unsupported notifications
  // before it. kState: readings done. kReading: readings due so far, this one included.
  std::uint32_t detail = 0;
};

}  // namespace rx_outlook
