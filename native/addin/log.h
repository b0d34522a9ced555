// What the add-in did, in a file, for those who ask for it: nothing of it can be seen otherwise.
#pragma once

#include <cstdint>
#include <string>

namespace rx_outlook::addin {

// %LOCALAPPDATA%\rx-outlook\addin.log, when the variable RX_OUTLOOK_ADDIN_LOG or the value AddInLog
// (REG_DWORD) of HKEY_CURRENT_USER\Software\rx-outlook is 1 as Outlook connects the add-in. A file
// that would grow past the limit becomes addin.old.log, in place of the one before it.
inline constexpr std::uint64_t kLogLimit = std::uint64_t{512} * 1024;

class Log {
 public:
  // Looks whether it is asked for. Any thread.
  Log();

  // One line, with the time and the process before it. What cannot be written is not written. Any
  // thread; takes the process's mutex for it. Nothing is done unless it is asked for.
  void Write(const std::string& text) const noexcept;

 private:
  std::wstring folder_;  // empty: not asked for
};

}  // namespace rx_outlook::addin
