// The time of a notification.
#pragma once

namespace rx_outlook {

// Whole milliseconds since the epoch, by the system's clock. Any thread, no lock.
double Now() noexcept;

}  // namespace rx_outlook
