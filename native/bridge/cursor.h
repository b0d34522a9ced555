// Little-endian numbers and texts, written to and read from bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

namespace rx_outlook::bridge {

class Writer {
 public:
  explicit Writer(std::vector<std::uint8_t>& target) : target_(target) {}

  template <typename Number>
  void Put(Number number) {
    static_assert(std::is_unsigned_v<Number>);
    for (std::size_t i = 0; i < sizeof(number); ++i) {
      target_.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
    }
  }
  void Put(std::int32_t number) { Put(static_cast<std::uint32_t>(number)); }
  void Put(double number) {
    std::uint64_t bits = 0;
    static_assert(sizeof(bits) == sizeof(number));
    std::memcpy(&bits, &number, sizeof(bits));
    Put(bits);
  }
  // Its length in 16 bits goes before it.
  template <typename Char>
  void Put(const std::basic_string<Char>& text) {
    Put(static_cast<std::uint16_t>(text.size()));
    for (const Char unit : text) Put(static_cast<std::make_unsigned_t<Char>>(unit));
  }

 private:
  std::vector<std::uint8_t>& target_;
};

// Reading past the end, or a text that is too long, spoils the reader and gives zeros.
class Reader {
 public:
  Reader(const std::uint8_t* bytes, std::size_t size) noexcept : next_(bytes), left_(size) {}

  template <typename Number>
  Number Get() noexcept {
    static_assert(std::is_unsigned_v<Number>);
    std::uint64_t number = 0;
    if (left_ < sizeof(Number)) {
      Spoil();
      return 0;
    }
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
      number |= std::uint64_t{next_[i]} << (8 * i);
    }
    next_ += sizeof(Number);
    left_ -= sizeof(Number);
    return static_cast<Number>(number);
  }
  std::int32_t GetSigned() noexcept { return static_cast<std::int32_t>(Get<std::uint32_t>()); }
  double GetDouble() noexcept {
    const auto bits = Get<std::uint64_t>();
    double number = 0;
    std::memcpy(&number, &bits, sizeof(number));
    return number;
  }
  template <typename Char>
  std::basic_string<Char> GetText(std::size_t limit) {
    const auto length = Get<std::uint16_t>();
    if (length > limit || left_ / sizeof(Char) < length) {
      Spoil();
      return {};
    }
    std::basic_string<Char> text(length, Char{});
    for (Char& unit : text) unit = static_cast<Char>(Get<std::make_unsigned_t<Char>>());
    return text;
  }

  void Spoil() noexcept {
    spoilt_ = true;
    left_ = 0;
  }
  [[nodiscard]] bool empty() const noexcept { return left_ == 0; }
  // Everything was there, and nothing else.
  [[nodiscard]] bool whole() const noexcept { return !spoilt_ && left_ == 0; }

 private:
  const std::uint8_t* next_;
  std::size_t left_;
  bool spoilt_ = false;
};

}  // namespace rx_outlook::bridge
