// Converts arguments from lib/, which has validated them.
#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace rx_outlook {

inline std::uint32_t NumberArgument(const Napi::CallbackInfo& info, std::size_t index) {
  return info[index].ToNumber().Uint32Value();
}

inline std::u16string TextArgument(const Napi::CallbackInfo& info, std::size_t index) {
  return info[index].ToString().Utf16Value();
}

inline std::string NameArgument(const Napi::CallbackInfo& info, std::size_t index) {
  return info[index].ToString().Utf8Value();
}

}  // namespace rx_outlook
