#include "base/utf.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>

using namespace rx_outlook;
using namespace std::string_literals;

namespace {

constexpr char32_t kLastPoint = 0x10ffff;
constexpr char32_t kPlane = 0x10000;

// A second implementation, independent of the tested one.
void Append(std::u16string& text, char32_t point) {
  if (point < kPlane) {
    text += static_cast<char16_t>(point);
  } else {
    text += static_cast<char16_t>(0xd7c0 + (point >> 10));
    text += static_cast<char16_t>(0xdc00 | (point & 0x3ff));
  }
}

template <typename Convert, typename Text>
std::optional<std::size_t> RefusedAt(Convert convert, const Text& text) {
  try {
    convert(text);
    return std::nullopt;
  } catch (const UtfError& error) {
    const std::string expected = " at position " + std::to_string(error.position());
    CHECK(std::string(error.what()).find(expected) != std::string::npos);
    return error.position();
  }
}

}  // namespace

TEST_CASE("a name of each length of UTF-8 has the known bytes") {
  CHECK(ToUtf8(u"A\u00e9\u20ac\U0001f4e7") == "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x93\xa7");
  CHECK(ToUtf16("A\xc3\xa9\xe2\x82\xac\xf0\x9f\x93\xa7") == u"A\u00e9\u20ac\U0001f4e7");
  CHECK(ToUtf8(u"").empty());
  CHECK(ToUtf16("").empty());
}

TEST_CASE("every code point of every plane is unchanged after conversion to UTF-16 and back") {
  for (char32_t plane = 0; plane <= kLastPoint; plane += kPlane) {
    std::u16string text;
    for (char32_t point = plane; point < plane + kPlane; ++point) {
      const bool surrogate = point >= 0xd800 && point <= 0xdfff;
      if (point != 0 && !surrogate) Append(text, point);
    }
    const std::string bytes = ToUtf8(text);
    CHECK(bytes.size() > text.size());
    const bool same = ToUtf16(bytes) == text;
    CHECK_MESSAGE(same, "plane ", static_cast<unsigned>(plane >> 16));
  }
}

TEST_CASE("UTF-16 with a NUL or a lone surrogate is refused with its position") {
  const auto refused = [](const std::u16string& text) { return RefusedAt(ToUtf8, text); };
  CHECK(refused(u"ab\0c"s) == 2);
  CHECK(refused(u"a\xd800"s) == 1);
  CHECK(refused(u"a\xd800z"s) == 1);
  CHECK(refused(u"\xd83d\xd83d\xdce7"s) == 0);
  CHECK(refused(u"abc\xdc00"s) == 3);
  CHECK(refused(u"\xd83d\xdce7\xdce7"s) == 2);
}

TEST_CASE("malformed UTF-8 is refused with the position of the sequence") {
  const auto refused = [](const std::string& text) { return RefusedAt(ToUtf16, text); };
  CHECK(refused("ab\0c"s) == 2);  // NUL
  CHECK(refused("a\x80"s) == 1);  // continuation without a lead
  CHECK(refused("a\xff"s) == 1);  // not a byte of UTF-8
  CHECK(refused("\xf8\x88\x80\x80\x80"s) == 0);
  CHECK(refused("a\xc3"s) == 1);  // truncated by the end
  CHECK(refused("\xe2\x82"s) == 0);
  CHECK(refused("\xf0\x9f\x93"s) == 0);
  CHECK(refused("a\xc3z"s) == 1);  // truncated by another character
  CHECK(refused("\xe2\x82\xc3\xa9"s) == 0);
  CHECK(refused("ab\xc1\xbf"s) == 2);  // overlong
  CHECK(refused("\xc0\x80"s) == 0);
  CHECK(refused("\xe0\x9f\xbf"s) == 0);
  CHECK(refused("\xf0\x8f\xbf\xbf"s) == 0);
  CHECK(refused("a\xed\xa0\x80"s) == 1);  // surrogates
  CHECK(refused("a\xed\xbf\xbf"s) == 1);
  CHECK(refused("\xf4\x90\x80\x80"s) == 0);  // beyond U+10FFFF
  CHECK(refused("\xf7\xbf\xbf\xbf"s) == 0);
}

TEST_CASE("the code points next to the refused ones are accepted") {
  for (const char* const text :
       {"\x01", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    CHECK(ToUtf8(ToUtf16(text)) == text);
  }
}
