// What the add-in did, in a file, for those who ask for it: nothing of it can be seen otherwise.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace rx_outlook::addin {

// %LOCALAPPDATA%\rx-outlook\addin.log, when the variable RX_OUTLOOK_ADDIN_LOG or the value AddInLog
// (REG_DWORD) of HKEY_CURRENT_USER\Software\rx-outlook is 1 as Outlook connects the add-in. A file
// that would grow past the limit becomes addin.old.log, in place of the one before it.
inline constexpr std::uint64_t kLogLimit = std::uint64_t{512} * 1024;

class Log {
 public:
  // One that nobody asks for.
  Log() = default;

  // Looks whether it is asked for. Any thread.
  static Log WhereAskedFor();

  // One line of these, with the time and the process before them. What cannot be written is not
  // written. Any thread; takes the process's mutex for it. Nothing is done unless it is asked for.
  void Write(std::initializer_list<std::string_view> texts) const noexcept;

 private:
  std::wstring folder_;  // empty: not asked for
};

}  // namespace rx_outlook::addin
