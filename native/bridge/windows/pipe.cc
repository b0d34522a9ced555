#include "bridge/windows/pipe.h"

#include <sddl.h>

#include <chrono>

#include "base/windows/text.h"

namespace rx_outlook::bridge {
namespace {

// For a short time after a client has connected, the server has no free instance.
constexpr std::chrono::seconds kBusyLimit{5};
constexpr DWORD kBusyWait = 1'000;

// Always false.
bool Fail(Reaching& reaching, Reached reached, std::string text) {
  reaching = {reached, std::move(text)};
  return false;
}

bool FailWithError(Reaching& reaching, Reached reached, const std::string& what, DWORD error) {
  return Fail(reaching, reached, what + ": " + ErrorText(error));
}

// Finds the meaning of the error itself.
bool FailWithError(Reaching& reaching, const std::string& what, DWORD error) {
  return FailWithError(reaching, ReachedBy(error), what, error);
}

SECURITY_ATTRIBUTES Attributes(const PipePlace& place) noexcept {
  return {sizeof(SECURITY_ATTRIBUTES), place.descriptor.get(), FALSE};
}

HANDLE MakeInstance(const PipePlace& place, DWORD more) noexcept {
  SECURITY_ATTRIBUTES attributes = Attributes(place);
  return CreateNamedPipeW(
      place.pipe.c_str(), PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | more,
      PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS,
      PIPE_UNLIMITED_INSTANCES, kPipeBuffer, kPipeBuffer, 0, &attributes);
}

// ERROR_SUCCESS, or why there is no connection.
DWORD OpenPipe(const PipePlace& place, Handle& pipe) {
  const auto until = Loop::Clock::now() + kBusyLimit;
  for (;;) {
    // The server may learn this process's user, and do nothing in its name.
    pipe = Handle(CreateFileW(
        place.pipe.c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING,
        FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, nullptr));
    if (pipe) return ERROR_SUCCESS;
    const DWORD error = GetLastError();
    if (error != ERROR_PIPE_BUSY || Loop::Clock::now() >= until) return error;
    // The result does not matter: the next attempt reports the state.
    WaitNamedPipeW(place.pipe.c_str(), kBusyWait);
  }
}

}  // namespace

Reached ReachedBy(DWORD error) noexcept {
  switch (error) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_BROKEN_PIPE:  // the server has ended since
    case ERROR_PIPE_NOT_CONNECTED:
    case ERROR_NO_DATA:
      return Reached::kNobody;
    case ERROR_PIPE_BUSY:
    case ERROR_SEM_TIMEOUT:
      return Reached::kBusy;
    case ERROR_ACCESS_DENIED:
      return Reached::kRefused;
    case ERROR_TOO_MANY_OPEN_FILES:
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
    case ERROR_NO_SYSTEM_RESOURCES:
    case ERROR_COMMITMENT_LIMIT:
    case ERROR_NOT_ENOUGH_QUOTA:
      return Reached::kLimit;
    case ERROR_INVALID_NAME:
    case ERROR_BAD_PATHNAME:
      return Reached::kNoPlace;
    default:
      return Reached::kFailed;
  }
}

bool FindPipePlace(PipePlace& place, Reaching& reaching, const std::string& own_place) {
  if (!IsUsablePlace(own_place, reaching)) return false;
  if (const DWORD error = FindOwnIdentity(place.own); error != ERROR_SUCCESS) {
    return FailWithError(reaching, "this process cannot be asked for its user", error);
  }
  const auto& [user, session] = place.own;
  const std::wstring suffix =
      own_place.empty() ? L"" : L"-" + std::wstring(own_place.begin(), own_place.end());
  place.pipe = LR"(\\.\pipe\rx-outlook-)" + std::to_wstring(session) + L"-" + user + suffix;
  place.mutex = LR"(Local\rx-outlook-)" + user + suffix;
  // Protected: nothing is inherited. All rights for this user, none over the network.
  place.sddl = L"D:P(D;;GA;;;NU)(A;;GA;;;" + user + L")";
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  if (ConvertStringSecurityDescriptorToSecurityDescriptorW(place.sddl.c_str(), SDDL_REVISION_1,
                                                           &descriptor, nullptr) == 0) {
    const DWORD error = GetLastError();
    return FailWithError(reaching, "no security descriptor can be made of " + ToUtf8(place.sddl),
                         error);
  }
  place.descriptor.reset(descriptor);
  return true;
}

bool ListenAt(const PipePlace& place, Handle& taken, Handle& pipe, Reaching& reaching) {
  // The mutex only has to exist: it ends with the last process that has it open. The pipe's first
  // instance would tell as well, except under Wine, which grants it to everyone.
  SECURITY_ATTRIBUTES attributes = Attributes(place);
  SetLastError(ERROR_SUCCESS);
  taken = Handle(CreateMutexW(&attributes, FALSE, place.mutex.c_str()));
  const DWORD made = GetLastError();
  if (!taken && made == ERROR_ACCESS_DENIED) {
    return FailWithError(reaching, Reached::kRefused,
                         "the name " + ToUtf8(place.mutex) + " is in use by somebody else", made);
  }
  if (!taken) {
    return FailWithError(reaching, "cannot make the mutex " + ToUtf8(place.mutex), made);
  }
  if (made == ERROR_ALREADY_EXISTS) {
    return Fail(reaching, Reached::kTaken,
                "another server of this user listens at " + ToUtf8(place.pipe) + " already");
  }
  pipe = Handle(MakeInstance(place, FILE_FLAG_FIRST_PIPE_INSTANCE));
  if (pipe) return true;
  const DWORD error = GetLastError();
  const std::string name = ToUtf8(place.pipe);
  if (error == ERROR_ACCESS_DENIED) {
    // Another server of this library would hold the mutex, and this one holds it.
    return FailWithError(reaching, Reached::kRefused,
                         "the name " + name +
                             " is in use by another program, or by clients of a server "
                             "that has ended",
                         error);
  }
  return FailWithError(reaching, "cannot be the first to listen at " + name, error);
}

Handle NewInstance(const PipePlace& place) noexcept { return Handle(MakeInstance(place, 0)); }

bool ConnectTo(const PipePlace& place, Handle& pipe, Reaching& reaching) {
  const std::string name = ToUtf8(place.pipe);
  switch (const DWORD error = OpenPipe(place, pipe); error) {
    case ERROR_SUCCESS:
      break;
    case ERROR_FILE_NOT_FOUND:
      return FailWithError(reaching, Reached::kNobody, "no server listens at " + name, error);
    case ERROR_ACCESS_DENIED:
      return FailWithError(reaching, Reached::kRefused,
                           "the server at " + name + " does not admit this process", error);
    case ERROR_PIPE_BUSY:
    case ERROR_SEM_TIMEOUT:
      // A running server makes the next instance first: so this server does nothing at all.
      return FailWithError(reaching, Reached::kBusy,
                           "the server at " + name + " takes no client now", error);
    default:
      return FailWithError(reaching, "no server answers at " + name, error);
  }
  ULONG process = 0;
  if (GetNamedPipeServerProcessId(pipe.get(), &process) == 0) {
    const DWORD error = GetLastError();
    return FailWithError(reaching, "Windows does not report the server's process at " + name,
                         error);
  }
  const std::string why = WhyDistrusted(place.own, process);
  if (why.empty()) return true;
  return Fail(reaching, Reached::kRefused, "the server at " + name + " is not trusted: " + why);
}

std::string WhyClientDistrusted(const PipePlace& place, HANDLE pipe) {
  ULONG process = 0;
  if (GetNamedPipeClientProcessId(pipe, &process) != 0) return WhyDistrusted(place.own, process);
  return "Windows does not report its process: " + ErrorText(GetLastError());
}

}  // namespace rx_outlook::bridge
