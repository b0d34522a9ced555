#include <algorithm>

#include "bridge/transport.h"

namespace rx_outlook::bridge {

bool IsUsablePlace(const std::string& place, Reaching& reaching) {
  constexpr std::size_t kLongest = 64;
  // Independent of the locale. No capitals: on Windows the names of pipes ignore case, those of
  // mutexes do not.
  const auto is_fine = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  if (place.size() <= kLongest && std::all_of(place.begin(), place.end(), is_fine)) return true;
  reaching = {Reached::kNoPlace,
              "RX_OUTLOOK_PLACE may be up to 64 of the letters a to z, digits, '-', '_' and '.'"};
  return false;
}

}  // namespace rx_outlook::bridge
