// Fields to bytes and back: little-endian numbers, and texts behind their length in 16 bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#include "bridge/protocol.h"

namespace rx_outlook::bridge {

// The longest text of each kind of character: UTF-8 for people, UTF-16 for names.
template <typename Char>
inline constexpr std::size_t kLongest = std::is_same_v<Char, char> ? kTextLimit : kNameLimit;

// Appends fields to bytes. A writer and a reader are called alike, so that one list of a frame's
// fields serves both.
class Writer {
 public:
  explicit Writer(std::vector<std::uint8_t>& target) noexcept : target_(target) {}

  template <typename... Fields>
  void operator()(const Fields&... fields) {
    (Put(fields), ...);
  }

 private:
  template <typename Number>
  void Put(Number number) {
    if constexpr (std::is_enum_v<Number>) {
      Put(static_cast<std::underlying_type_t<Number>>(number));
    } else if constexpr (std::is_same_v<Number, double>) {
      std::uint64_t bits = 0;
      static_assert(sizeof(bits) == sizeof(number));
      std::memcpy(&bits, &number, sizeof(bits));
      Put(bits);
    } else {
      const auto bits = static_cast<std::make_unsigned_t<Number>>(number);
      for (std::size_t i = 0; i < sizeof(bits); ++i) {
        target_.push_back(static_cast<std::uint8_t>(bits >> (8 * i)));
      }
    }
  }
  template <typename Char>
  void Put(const std::basic_string<Char>& text) {
    const std::size_t size = SizeOf(text);
    Put(static_cast<std::uint16_t>(size));
    for (std::size_t i = 0; i < size; ++i) Put(text[i]);
  }
  // Shortens UTF-8 to whole characters. UTF-16 is never shortened: another name would be another
  // profile or account.
  static std::size_t SizeOf(const std::u16string& text) noexcept { return text.size(); }
  static std::size_t SizeOf(const std::string& text) noexcept {
    std::size_t size = text.size() < kTextLimit ? text.size() : kTextLimit;
    while (size > 0 && size < text.size() && IsContinuation(text[size])) --size;
    return size;
  }
  static bool IsContinuation(char unit) noexcept {
    return (static_cast<unsigned char>(unit) & 0xc0) == 0x80;
  }

  std::vector<std::uint8_t>& target_;
};

// Takes fields from bytes. Reading past the end, or a text past its limit, spoils the reader; the
// fields are then 0 or empty.
class Reader {
 public:
  Reader(const std::uint8_t* bytes, std::size_t size) noexcept : next_(bytes), left_(size) {}

  template <typename... Fields>
  void operator()(Fields&... fields) {
    (Get(fields), ...);
  }

  [[nodiscard]] bool empty() const noexcept { return left_ == 0; }
  // Every byte was taken, and none was missing.
  [[nodiscard]] bool whole() const noexcept { return !spoilt_ && left_ == 0; }

 private:
  template <typename Number>
  void Get(Number& number) noexcept {
    if constexpr (std::is_enum_v<Number>) {
      std::underlying_type_t<Number> value{};
      Get(value);
      number = static_cast<Number>(value);
    } else if constexpr (std::is_same_v<Number, double>) {
      std::uint64_t bits = 0;
      Get(bits);
      std::memcpy(&number, &bits, sizeof(number));
    } else {
      std::uint64_t bits = 0;
      if (left_ < sizeof(number)) {
        Spoil();
      } else {
        for (std::size_t i = 0; i < sizeof(number); ++i) bits |= std::uint64_t{next_[i]} << (8 * i);
        next_ += sizeof(number);
        left_ -= sizeof(number);
      }
      number = static_cast<Number>(bits);
    }
  }
  template <typename Char>
  void Get(std::basic_string<Char>& text) {
    std::uint16_t length = 0;
    Get(length);
    text.clear();
    if (length > kLongest<Char> || left_ / sizeof(Char) < length) return Spoil();
    text.resize(length);
    for (Char& unit : text) Get(unit);
  }

  void Spoil() noexcept {
    spoilt_ = true;
    left_ = 0;
  }

  const std::uint8_t* next_;
  std::size_t left_;
  bool spoilt_ = false;
};

}  // namespace rx_outlook::bridge
