// Checks the place of the bridge's server on Windows: the pipe's name and descriptor, one server a
// place, trust at both ends, and the watch for clients that wait for a server.
#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

#include <atomic>
#include <string>
#include <thread>

#include "base/windows/text.h"
#include "bridge/transport.h"
#include "bridge/watch.h"
#include "bridge/windows/pipe.h"
#include "bridge/windows/place_mark.h"
#include "tally.h"
#include "test/waiting.h"

using namespace rx_outlook;
using namespace rx_outlook::bridge;
using rx_outlook::test::Check;
using rx_outlook::test::Event;
using rx_outlook::test::Watched;

namespace {

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

PipePlace Place() {
  PipePlace place;
  Reaching reaching;
  Check(FindPipePlace(place, reaching), "this process reads its own identity " + reaching.text);
  return place;
}

Reached Connecting() {
  Reaching reaching;
  std::unique_ptr<Channel> channel;
  const auto loop = Connect({}, channel, reaching);
  channel.reset();
  return reaching.reached;
}

// ── the descriptor ──

// Returns the descriptor as it was requested: Windows stores all rights (GA) as the specific rights
// of a pipe, which are a file's, or of a mutex.
std::wstring AskedFor(std::wstring sddl) {
  for (const std::wstring& all : {std::wstring(L"FA;"), std::wstring(L"0x1f0001;")}) {
    for (std::size_t at = 0; (at = sddl.find(all, at)) != std::wstring::npos;) {
      sddl.replace(at, all.size(), L"GA;");
    }
  }
  return sddl;
}

std::wstring DescriptorOf(HANDLE object) {
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  LPWSTR text = nullptr;
  const DWORD error = GetSecurityInfo(object, SE_KERNEL_OBJECT, DACL_SECURITY_INFORMATION, nullptr,
                                      nullptr, nullptr, nullptr, &descriptor);
  Check(error == ERROR_SUCCESS, "a descriptor is read back");
  const std::unique_ptr<void, FreeLocal> owned(descriptor);
  Check(ConvertSecurityDescriptorToStringSecurityDescriptorW(
            descriptor, SDDL_REVISION_1, DACL_SECURITY_INFORMATION, &text, nullptr) != 0,
        "a descriptor is converted to text");
  const std::unique_ptr<wchar_t, FreeLocal> owned_text(text);
  return text;
}

void CheckDescriptors(const PipePlace& place) {
  const std::wstring expected = L"D:P(D;;GA;;;NU)(A;;GA;;;" + place.own.user + L")";
  Check(place.pipe ==
            LR"(\\.\pipe\rx-outlook-)" + std::to_wstring(place.own.session) + L"-" + place.own.user,
        "the pipe's name contains the session and the user: " + ToUtf8(place.pipe));
  Reaching reaching;
  Handle taken;
  Handle pipe;
  Check(ListenAt(place, taken, pipe, reaching), "the place is free " + reaching.text);
  for (const HANDLE object : {pipe.get(), taken.get()}) {
    const std::wstring stored = DescriptorOf(object);
    Check(AskedFor(stored) == expected,
          "the descriptor is protected, for this user only, and not over the network: " +
              ToUtf8(stored));
    DWORD flags = HANDLE_FLAG_INHERIT;
    GetHandleInformation(object, &flags);
    Check((flags & HANDLE_FLAG_INHERIT) == 0, "a child process does not inherit the handle");
  }
}

// ── the place ──

void CheckOneServer(const PipePlace& place) {
  Check(Connecting() == Reached::kNobody, "a client without a server is told that nobody listens");
  Reaching first;
  auto loop = Listen({}, first);
  Check(loop != nullptr && first.reached == Reached::kYes, "a server listens " + first.text);
  Reaching second;
  Check(Listen({}, second) == nullptr && second.reached == Reached::kTaken,
        "a second server is told that the place is taken");
  Check(Has(second.text, "listens at") && Has(second.text, ToUtf8(place.pipe)),
        "the message names the place: " + second.text);
  Check(Connecting() == Reached::kYes, "the server's pipe can be opened before the server runs");
  loop.reset();
  Check(Connecting() == Reached::kNobody, "nobody listens after the server's end");
  Reaching third;
  Check(Listen({}, third) != nullptr, "the next server gets the place " + third.text);
}

void CheckOwnPlace(const PipePlace& usual) {
  PipePlace own;
  Reaching reaching;
  Check(FindPipePlace(own, reaching, "own-1.a_b"), "a named place is found " + reaching.text);
  Check(own.pipe == usual.pipe + L"-own-1.a_b", "a named place has a pipe of that name");
  Check(own.mutex == usual.mutex + L"-own-1.a_b" && own.sddl == usual.sddl,
        "a named place has its own mutex and the same descriptor");
  Surroundings from;
  from.place = "own-1.a_b";
  const auto first = Listen({}, reaching);
  const auto second = Listen(from, reaching);
  Check(first != nullptr && second != nullptr, "two places are served at once " + reaching.text);
  Check(Listen(from, reaching) == nullptr && reaching.reached == Reached::kTaken,
        "each place has only one server");
  Check(!FindPipePlace(own, reaching, R"(a\b)") && reaching.reached == Reached::kNoPlace,
        "an invalid name is refused");
}

// A pipe like that of a suspended server: its only instance is taken, and no further one is made.
void CheckBusyServer(const PipePlace& place) {
  Reaching reaching;
  Handle taken;
  Handle server;
  Handle first;
  Handle second;
  Check(ListenAt(place, taken, server, reaching), "the place is free " + reaching.text);
  Check(ConnectTo(place, first, reaching),
        "a client takes the pipe's only instance " + reaching.text);
  Check(!ConnectTo(place, second, reaching) && reaching.reached == Reached::kBusy,
        "the next client is told that the server is busy: " + reaching.text);
  Check(Has(reaching.text, ToUtf8(place.pipe)), "the message names the busy place");
}

// ── the peers ──

void CheckPeers(PipePlace& place) {
  const DWORD here = GetCurrentProcessId();
  Check(WhyDistrusted(place.own, here).empty(), "this user's process in this session is trusted");
  Identity other = place.own;
  other.user = L"S-1-5-21-1-2-3-1001";
  Check(Has(WhyDistrusted(other, here), "another user's"),
        "a process of another user is not trusted");
  other = place.own;
  ++other.session;
  Check(Has(WhyDistrusted(other, here), "another session"),
        "a process of another session is not trusted");
  Check(Has(WhyDistrusted(place.own, 3), "cannot be asked"),
        "a process that does not exist is not trusted");

  Reaching reaching;
  Handle taken;
  Handle server;
  Handle client;
  Check(ListenAt(place, taken, server, reaching), "the place is free " + reaching.text);
  Check(ConnectTo(place, client, reaching), "this user's server is trusted " + reaching.text);
  Check(WhyClientDistrusted(place, server.get()).empty(), "this user's client is trusted");
  // From here on, the process at the other end has another session.
  ++place.own.session;
  Check(Has(WhyClientDistrusted(place, server.get()), "another session"),
        "a client of another session is not trusted");
  const Handle next = NewInstance(place);
  Check(!ConnectTo(place, client, reaching) && reaching.reached == Reached::kRefused,
        "a server of another session is not trusted");
  Check(Has(reaching.text, "not trusted") && Has(reaching.text, ToUtf8(place.pipe)),
        "the message names the distrusted server: " + reaching.text);
}

// ── the watch ──

// Runs this program as a server, until the event is set.
int ServeUntilTold(const wchar_t* event) {
  Reaching reaching;
  const auto loop = Listen({}, reaching);
  const Handle stop(OpenEventW(SYNCHRONIZE, FALSE, event));
  if (!loop || !stop) return 1;
  return WaitForSingleObject(stop.get(), 60'000) == WAIT_OBJECT_0 ? 0 : 1;
}

// Deletes the watched key within the watch's callback, so that the watch's open key fails
// afterwards. Within a change, because Wine does not report the deletion itself.
void CheckDeletedKey() {
  std::atomic<LSTATUS> deleted{-1};
  Watched<int> changes{0};
  const auto watch = WatchPlace({}, [&] {
    if (changes.Get() == 0) {
      {
        const PlaceMark mark(1);
      }
      deleted = RegDeleteKeyW(HKEY_CURRENT_USER, kMarksKey);
    }
    changes.Update([](int& count) { ++count; });
  });
  {
    const PlaceMark mark(1);
  }
  Check(changes.Await([](int count) { return count > 1; }), "the watch reports changes");
  Check(deleted == ERROR_SUCCESS, "the watched key can be deleted");
  const int before = changes.Get();
  {
    const PlaceMark mark(1);
  }
  Check(changes.Await([before](int count) { return count > before; }),
        "the watch reports changes of the key that replaces a deleted one");
}

// Starts and ends watches while the key changes continuously.
void CheckWatchEnds() {
  std::atomic<bool> done{false};
  std::thread busy([&done] {
    while (!done) const PlaceMark mark(1);
  });
  int heard = 0;
  std::atomic<int> late{0};
  for (int i = 0; i < 100; ++i) {
    const auto ended = std::make_shared<std::atomic<bool>>(false);
    const auto called = std::make_shared<Event>();
    auto watch = WatchPlace({}, [&late, ended, called] {
      if (*ended) ++late;
      called->Set();
    });
    if (watch != nullptr && called->Wait()) ++heard;
    watch.reset();
    *ended = true;
  }
  done = true;
  busy.join();
  Check(heard == 100, "each of a hundred watches reports a change");
  Check(late == 0, "an ended watch reports nothing, also during changes");
}

void CheckWatch() {
  Watched<int> changes{0};
  auto watch = WatchPlace({}, [&changes] { changes.Update([](int& count) { ++count; }); });
  Check(watch != nullptr, "the place can be watched");
  Check(changes.Get() == 0, "a watch without a change reports nothing");

  wchar_t program[MAX_PATH];
  GetModuleFileNameW(nullptr, program, MAX_PATH);
  const std::wstring event = L"Local\\rx-outlook-test-" + std::to_wstring(GetCurrentProcessId());
  const Handle stop(CreateEventW(nullptr, TRUE, FALSE, event.c_str()));
  std::wstring command = L"\"" + std::wstring(program) + L"\" serve " + event;
  STARTUPINFOW startup{};
  startup.cb = sizeof(startup);
  PROCESS_INFORMATION started{};
  Check(CreateProcessW(program, command.data(), nullptr, nullptr, FALSE, 0, nullptr, nullptr,
                       &startup, &started) != 0,
        "another process starts");
  const Handle process(started.hProcess);
  const Handle thread(started.hThread);
  Check(changes.Await([](int count) { return count > 0; }),
        "the watch reports a server that starts in another process");
  Check(Connecting() == Reached::kYes, "a client then reaches the server");
  const int before = changes.Get();
  SetEvent(stop.get());
  Check(WaitForSingleObject(process.get(), 60'000) == WAIT_OBJECT_0, "the other process ends");
  Check(changes.Await([before](int count) { return count > before; }),
        "the watch reports the server's end");

  watch.reset();
  const int heard = changes.Get();
  Watched<int> others{0};
  const auto other = WatchPlace({}, [&others] { others.Update([](int& count) { ++count; }); });
  {
    const PlaceMark mark(1);
  }
  Check(others.Await([](int count) { return count > 0; }), "another watch reports the next change");
  Check(changes.Get() == heard, "the ended watch does not report the next change");
}

}  // namespace

int main(int, char**) {
  int count = 0;
  const std::unique_ptr<LPWSTR, FreeLocal> arguments(CommandLineToArgvW(GetCommandLineW(), &count));
  if (count == 3) return ServeUntilTold(arguments.get()[2]);
  PipePlace place = Place();
  CheckDescriptors(place);
  CheckOneServer(place);
  CheckOwnPlace(place);
  CheckBusyServer(place);
  CheckPeers(place);
  CheckWatch();
  CheckDeletedKey();
  CheckWatchEnds();
  return test::Finish();
}
