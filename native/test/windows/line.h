// Lines of UTF-8 fields separated by tabs, between a test and its program. Pure functions; any
// thread.
#pragma once

#include <windows.h>

#include <string>
#include <vector>

namespace rx_outlook::test {

using Fields = std::vector<std::string>;

inline Fields FieldsOf(const std::string& line) {
  Fields fields;
  std::size_t start = 0;
  for (std::size_t end = 0; (end = line.find('\t', start)) != std::string::npos; start = end + 1) {
    fields.push_back(line.substr(start, end - start));
  }
  fields.push_back(line.substr(start));
  return fields;
}

inline std::wstring ToWide(const std::string& text) {
  const auto length = static_cast<int>(text.size());
  const int units = MultiByteToWideChar(CP_UTF8, 0, text.data(), length, nullptr, 0);
  std::wstring result(static_cast<std::size_t>(units), L'\0');
  MultiByteToWideChar(CP_UTF8, 0, text.data(), length, result.data(), units);
  return result;
}

}  // namespace rx_outlook::test
