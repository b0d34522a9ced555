#include "base/utf.h"

#include <cstdint>

namespace rx_outlook {
namespace {

constexpr bool IsHighSurrogate(char32_t unit) { return unit >= 0xd800 && unit <= 0xdbff; }
constexpr bool IsLowSurrogate(char32_t unit) { return unit >= 0xdc00 && unit <= 0xdfff; }

void AppendUtf8(std::string& out, char32_t point) {
  const auto byte = [&out](char32_t value) { out.push_back(static_cast<char>(value)); };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xc0 | (point >> 6));
    byte(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    byte(0xe0 | (point >> 12));
    byte(0x80 | ((point >> 6) & 0x3f));
    byte(0x80 | (point & 0x3f));
  } else {
    byte(0xf0 | (point >> 18));
    byte(0x80 | ((point >> 12) & 0x3f));
    byte(0x80 | ((point >> 6) & 0x3f));
    byte(0x80 | (point & 0x3f));
  }
}

void AppendUtf16(std::u16string& out, char32_t point) {
  if (point < 0x10000) {
    out.push_back(static_cast<char16_t>(point));
  } else {
    out.push_back(static_cast<char16_t>(0xd800 + ((point - 0x10000) >> 10)));
    out.push_back(static_cast<char16_t>(0xdc00 + ((point - 0x10000) & 0x3ff)));
  }
}

struct Lead {
  std::size_t following;
  char32_t bits;
  char32_t least;  // a sequence for a lower code point is overlong
};

Lead ReadLead(unsigned char byte, std::size_t position) {
  if (byte < 0x80) return {0, byte, 0};
  if ((byte & 0xe0) == 0xc0) return {1, byte & 0x1fu, 0x80};
  if ((byte & 0xf0) == 0xe0) return {2, byte & 0x0fu, 0x800};
  if ((byte & 0xf8) == 0xf0) return {3, byte & 0x07u, 0x10000};
  throw UtfError("invalid UTF-8 byte", position);
}

}  // namespace

std::string ToUtf8(std::u16string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char32_t point = text[i];
    if (point == 0) throw UtfError("embedded NUL", i);
    if (IsLowSurrogate(point)) throw UtfError("lone surrogate", i);
    if (IsHighSurrogate(point)) {
      if (i + 1 == text.size() || !IsLowSurrogate(text[i + 1])) {
        throw UtfError("lone surrogate", i);
      }
      point = 0x10000 + ((point - 0xd800) << 10) + (text[++i] - 0xdc00u);
    }
    AppendUtf8(out, point);
  }
  return out;
}

std::u16string ToUtf16(std::string_view text) {
  std::u16string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    const Lead lead = ReadLead(static_cast<unsigned char>(text[i++]), start);
    char32_t point = lead.bits;
    for (std::size_t left = lead.following; left > 0; --left, ++i) {
      const auto next = i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
      if ((next & 0xc0u) != 0x80u) throw UtfError("truncated UTF-8 sequence", start);
      point = (point << 6) | (next & 0x3fu);
    }
    if (point == 0) throw UtfError("embedded NUL", start);
    if (point < lead.least) throw UtfError("overlong UTF-8 sequence", start);
    if (point > 0x10ffff) throw UtfError("code point beyond U+10FFFF", start);
    if (point >= 0xd800 && point <= 0xdfff) throw UtfError("surrogate in UTF-8", start);
    AppendUtf16(out, point);
  }
  return out;
}

}  // namespace rx_outlook
