// The add-in's log file, written only when a user asks for it: the add-in's work is visible nowhere
// else. Any thread; Write takes a mutex of the process.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace rx_outlook::addin {

// The file is %LOCALAPPDATA%\rx-outlook\addin.log. Written if, when Outlook connects the add-in,
// the variable RX_OUTLOOK_ADDIN_LOG or the value AddInLog (REG_DWORD) of
// HKEY_CURRENT_USER\Software\rx-outlook is 1. A file that would exceed the limit replaces
// addin.old.log.
inline constexpr std::uint64_t kLogLimit = std::uint64_t{512} * 1024;

class Log {
 public:
  // Writes nothing.
  Log() = default;

  // Returns a log that writes if the user asks for it now.
  static Log WhereAskedFor();

  // Writes a line of these texts, after the time and the process. Ignores failures.
  void Write(std::initializer_list<std::string_view> texts) const noexcept;

 private:
  std::wstring folder_;  // empty: writes nothing
};

}  // namespace rx_outlook::addin
