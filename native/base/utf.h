// Strict conversion of UTF-8 and UTF-16. Malformed text, or text with a NUL, is refused with its
// position and never replaced: a repaired profile name would name another profile. Pure functions;
// any thread.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace rx_outlook {

class UtfError : public std::runtime_error {
 public:
  UtfError(const std::string& what, std::size_t position)
      : std::runtime_error(what + " at position " + std::to_string(position)),
        position_(position) {}

  // In units of the input: bytes of UTF-8, 16-bit units of UTF-16.
  [[nodiscard]] std::size_t position() const noexcept { return position_; }

 private:
  std::size_t position_;
};

// Throws UtfError for a lone surrogate or an embedded NUL.
std::string ToUtf8(std::u16string_view text);

// Throws UtfError for a malformed, overlong or surrogate sequence or an embedded NUL.
std::u16string ToUtf16(std::string_view text);

}  // namespace rx_outlook
