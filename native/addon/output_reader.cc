#include "addon/output_reader.h"

#ifdef _WIN32
#include <windows.h>
#include <winternl.h>
#else
#include <poll.h>
#include <unistd.h>
#endif

namespace rx_outlook {
namespace {

#ifdef _WIN32

// FILE_PIPE_LOCAL_INFORMATION and the states of a pipe, as ntifs.h of the driver kit has them.
struct PipeInformation {
  ULONG type, configuration, maximum_instances, current_instances, inbound_quota, read_available;
  ULONG outbound_quota, write_available, state, end;
};
constexpr auto kFilePipeLocalInformation = static_cast<FILE_INFORMATION_CLASS>(24);
constexpr ULONG kConnected = 3;

bool HasReaderGone() noexcept {
  const HANDLE output = GetStdHandle(STD_OUTPUT_HANDLE);
  if (GetFileType(output) != FILE_TYPE_PIPE) return false;
  IO_STATUS_BLOCK status{};
  PipeInformation information{};
  const NTSTATUS result = NtQueryInformationFile(output, &status, &information, sizeof information,
                                                 kFilePipeLocalInformation);
  return result >= 0 && information.state != kConnected;
}

#else

// Requests no events: poll reports an error and a hang-up in any case.
bool HasReaderGone() noexcept {
  pollfd output{STDOUT_FILENO, 0, 0};
  return poll(&output, 1, 0) == 1 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

#endif

}  // namespace

Napi::Value IsOutputUnread(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), HasReaderGone());
}

}  // namespace rx_outlook
