#include <algorithm>

#include "bridge/transport.h"

namespace rx_outlook::bridge {

bool IsUsablePlace(const std::string& place, Reaching& reaching) {
  constexpr std::size_t kLongest = 64;
  // No locale is asked.
  const auto is_fine = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  if (place.size() <= kLongest && std::all_of(place.begin(), place.end(), is_fine)) return true;
  reaching = {Reached::kNoPlace,
              "RX_OUTLOOK_PLACE may be up to 64 of the letters a to z and A to Z, digits, '-', '_' "
              "and '.'"};
  return false;
}

}  // namespace rx_outlook::bridge
