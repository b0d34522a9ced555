#include "base/windows/text.h"

namespace rx_outlook {

std::string ToUtf8(const std::wstring& text) {
  const auto length = static_cast<int>(text.size());
  const int bytes =
      WideCharToMultiByte(CP_UTF8, 0, text.data(), length, nullptr, 0, nullptr, nullptr);
  std::string result(static_cast<std::size_t>(bytes), '\0');
  WideCharToMultiByte(CP_UTF8, 0, text.data(), length, result.data(), bytes, nullptr, nullptr);
  return result;
}

std::string ErrorText(DWORD error, const std::wstring& subject) {
  std::wstring text(1024, L'\0');
  // The text's insertions are unknown here, except the first, its subject.
  text.resize(FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr,
                             error, 0, text.data(), static_cast<DWORD>(text.size()), nullptr));
  while (!text.empty() && (text.back() <= L' ' || text.back() == L'.')) text.pop_back();
  if (const std::size_t at = text.find(L"%1"); at != std::wstring::npos) {
    text.replace(at, 2, subject);
  }
  const std::string number = "error " + std::to_string(error);
  return text.empty() ? number : ToUtf8(text) + " (" + number + ")";
}

}  // namespace rx_outlook
