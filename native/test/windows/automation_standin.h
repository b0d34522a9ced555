// A stand-in for Outlook, started and driven by a test. The test's thread; no lock.
#pragma once

#include <windows.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "base/windows/handle.h"
#include "line.h"
#include "tally.h"

namespace rx_outlook::test {

class StandIn {
 public:
  struct Counts {
    long calls = 0;
    long looks = 0;
    long guarded = 0;
    long created = 0;
    long objects = 0;
    long references = 0;
  };

  explicit StandIn(const std::wstring& program, const std::wstring& how = {}) {
    SECURITY_ATTRIBUTES inherited{sizeof(inherited), nullptr, TRUE};
    Handle input;
    Handle output;
    CreatePipe(input.Put(), input_.Put(), &inherited, 0);
    CreatePipe(output_.Put(), output.Put(), &inherited, 0);
    SetHandleInformation(input_.get(), HANDLE_FLAG_INHERIT, 0);
    SetHandleInformation(output_.get(), HANDLE_FLAG_INHERIT, 0);
    STARTUPINFOW startup{};
    startup.cb = sizeof(startup);
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdInput = input.get();
    startup.hStdOutput = output.get();
    startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    PROCESS_INFORMATION process{};
    std::wstring line = L"\"" + program + L"\" " + how;
    if (CreateProcessW(program.c_str(), line.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr,
                       &startup, &process) != 0) {
      process_ = Handle(process.hProcess);
      Handle(process.hThread);
    }
    output = Handle();  // else the pipe does not end with the process
    greeting_ = ReadLine();
  }
  StandIn(const StandIn&) = delete;
  StandIn& operator=(const StandIn&) = delete;
  ~StandIn() {
    if (process_) TerminateProcess(process_.get(), 3);
    AwaitEnd();
  }

  [[nodiscard]] const std::string& greeting() const { return greeting_; }

  // Returns the answer's value. A failure is a failed check.
  std::string Call(const std::vector<std::string>& fields) {
    const std::string number = std::to_string(++calls_);
    Send(number, fields);
    for (std::string line = ReadLine(); !line.empty(); line = ReadLine()) {
      const Fields answer = FieldsOf(line);
      if (answer.size() < 3 || answer[0] != number) continue;
      if (answer[1] != "ok") Check(false, fields[0] + ": " + answer[2]);
      return answer[2];
    }
    Check(false, fields[0] + " is answered");
    return {};
  }

  Counts Count() {
    const std::string text = Call({"count"});
    const char* at = text.c_str();
    char* next = nullptr;
    std::vector<long> numbers(6);
    for (long& number : numbers) {
      number = std::strtol(at, &next, 10);
      at = next;
    }
    return {numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]};
  }

  // Ends the process in one of the ways that it knows; waits for the end.
  void End(const std::string& how) {
    Send(std::to_string(++calls_), {"end", how});
    AwaitEnd();
  }

 private:
  void Send(const std::string& number, const std::vector<std::string>& fields) {
    std::string line = number;
    for (const std::string& field : fields) line += "\t" + field;
    line += "\n";
    DWORD written = 0;
    WriteFile(input_.get(), line.data(), static_cast<DWORD>(line.size()), &written, nullptr);
  }

  // Empty at the end of the process.
  std::string ReadLine() {
    std::string line;
    for (char unit = 0;;) {
      DWORD read = 0;
      if (ReadFile(output_.get(), &unit, 1, &read, nullptr) == 0 || read == 0) return {};
      if (unit == '\n') return line;
      if (unit != '\r') line.push_back(unit);
    }
  }

  void AwaitEnd() {
    if (process_) WaitForSingleObject(process_.get(), 30'000);
  }

  Handle input_;
  Handle output_;
  Handle process_;
  std::string greeting_;
  int calls_ = 0;
};

}  // namespace rx_outlook::test
