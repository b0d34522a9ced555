// Where the bridge's server is on Windows: its pipe's name and descriptor, who may have the place,
// who is trusted at either end, and that those who wait for a server hear of it.
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
  Check(FindPipePlace(place, reaching), "this process is told who it is " + reaching.text);
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

// As it was asked for: Windows stores all rights (GA) as those that there are to a pipe, which are
// a file's, or to a mutex.
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
        "a descriptor has a text");
  const std::unique_ptr<wchar_t, FreeLocal> owned_text(text);
  return text;
}

void CheckDescriptors(const PipePlace& place) {
  const std::wstring expected = L"D:P(D;;GA;;;NU)(A;;GA;;;" + place.own.user + L")";
  Check(place.pipe ==
            LR"(\\.\pipe\rx-outlook-)" + std::to_wstring(place.own.session) + L"-" + place.own.user,
        "the pipe's name has the session and the user in it: " + ToUtf8(place.pipe));
  Reaching reaching;
  Handle taken;
  Handle pipe;
  Check(ListenAt(place, taken, pipe, reaching), "the place is to be had " + reaching.text);
  for (const HANDLE object : {pipe.get(), taken.get()}) {
    const std::wstring stored = DescriptorOf(object);
    Check(AskedFor(stored) == expected,
          "protected, for this user alone, none of it over the network: " + ToUtf8(stored));
    DWORD flags = HANDLE_FLAG_INHERIT;
    GetHandleInformation(object, &flags);
    Check((flags & HANDLE_FLAG_INHERIT) == 0, "no child process inherits it");
  }
}

// ── the place ──

void CheckOneServer(const PipePlace& place) {
  Check(Connecting() == Reached::kNobody, "where no server is, there is nobody");
  Reaching first;
  auto loop = Listen({}, first);
  Check(loop != nullptr && first.reached == Reached::kYes, "a server listens " + first.text);
  Reaching second;
  Check(Listen({}, second) == nullptr && second.reached == Reached::kTaken,
        "a second one is told that the place is taken");
  Check(Has(second.text, "listens at") && Has(second.text, ToUtf8(place.pipe)),
        "and where: " + second.text);
  Check(Connecting() == Reached::kYes, "its pipe is reached, before anyone has asked it to run");
  loop.reset();
  Check(Connecting() == Reached::kNobody, "when it has ended, there is nobody");
  Reaching third;
  Check(Listen({}, third) != nullptr, "and the next one has the place " + third.text);
}

// As a server that is suspended: its one instance is taken, and it makes no other.
void CheckOwnPlace(const PipePlace& usual) {
  PipePlace own;
  Reaching reaching;
  Check(FindPipePlace(own, reaching, "own-1.a_b"), "a place of one's own " + reaching.text);
  Check(own.pipe == usual.pipe + L"-own-1.a_b", "is a pipe of that name");
  Check(own.mutex == usual.mutex + L"-own-1.a_b" && own.sddl == usual.sddl,
        "with a mutex of its own and the same descriptor");
  Surroundings from;
  from.place = "own-1.a_b";
  const auto first = Listen({}, reaching);
  const auto second = Listen(from, reaching);
  Check(first != nullptr && second != nullptr, "both are served at once " + reaching.text);
  Check(Listen(from, reaching) == nullptr && reaching.reached == Reached::kTaken,
        "but each by one server");
  Check(!FindPipePlace(own, reaching, R"(a\b)") && reaching.reached == Reached::kNoPlace,
        "what is no name is no place");
}

void CheckBusyServer(const PipePlace& place) {
  Reaching reaching;
  Handle taken;
  Handle server;
  Handle first;
  Handle second;
  Check(ListenAt(place, taken, server, reaching), "the place is to be had " + reaching.text);
  Check(ConnectTo(place, first, reaching), "one client takes its only instance " + reaching.text);
  Check(!ConnectTo(place, second, reaching) && reaching.reached == Reached::kBusy,
        "the next one is told that it is there and takes none: " + reaching.text);
  Check(Has(reaching.text, ToUtf8(place.pipe)), "and where");
}

// ── the peers ──

void CheckPeers(PipePlace& place) {
  const DWORD here = GetCurrentProcessId();
  Check(WhyDistrusted(place.own, here).empty(), "this user's process in this session is trusted");
  Identity other = place.own;
  other.user = L"S-1-5-21-1-2-3-1001";
  Check(Has(WhyDistrusted(other, here), "another user's"), "another user's is not");
  other = place.own;
  ++other.session;
  Check(Has(WhyDistrusted(other, here), "another session"), "one of another session is not");
  Check(Has(WhyDistrusted(place.own, 3), "cannot be asked"), "one that is not there is not");

  Reaching reaching;
  Handle taken;
  Handle server;
  Handle client;
  Check(ListenAt(place, taken, server, reaching), "the place is to be had " + reaching.text);
  Check(ConnectTo(place, client, reaching), "a server of this user's is taken " + reaching.text);
  Check(WhyClientDistrusted(place, server.get()).empty(), "and so is its client");
  // From here on we are somebody else than the process at the other end.
  ++place.own.session;
  Check(Has(WhyClientDistrusted(place, server.get()), "another session"),
        "a client of another session is not");
  const Handle next = NewInstance(place);
  Check(!ConnectTo(place, client, reaching) && reaching.reached == Reached::kRefused,
        "nor is a server of another session");
  Check(Has(reaching.text, "not trusted") && Has(reaching.text, ToUtf8(place.pipe)),
        "and it says whom: " + reaching.text);
}

// ── the watch ──

// This program once more, as a server until its end of the event is set.
int ServeUntilTold(const wchar_t* event) {
  Reaching reaching;
  const auto loop = Listen({}, reaching);
  const Handle stop(OpenEventW(SYNCHRONIZE, FALSE, event));
  if (!loop || !stop) return 1;
  return WaitForSingleObject(stop.get(), 60'000) == WAIT_OBJECT_0 ? 0 : 1;
}

// Behind a change: the watch, which was told of that, can ask no more of the key that it has. Wine
// does not tell of the deletion itself.
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
  Check(changes.Await([](int count) { return count > 1; }), "the watch hears of changes");
  Check(deleted == ERROR_SUCCESS, "its key can be deleted meanwhile");
  const int before = changes.Get();
  {
    const PlaceMark mark(1);
  }
  Check(changes.Await([before](int count) { return count > before; }),
        "and it hears of what changes in the next one");
}

// Watches come and go while the key changes all the time.
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
  Check(heard == 100, "of a hundred watches each hears of a change");
  Check(late == 0, "and nothing once it has ended, also while things change");
}

void CheckWatch() {
  Watched<int> changes{0};
  auto watch = WatchPlace({}, [&changes] { changes.Update([](int& count) { ++count; }); });
  Check(watch != nullptr, "the place can be watched");
  Check(changes.Get() == 0, "where nothing happens nothing is said");

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
        "a client that waits hears of a server that starts in another process");
  Check(Connecting() == Reached::kYes, "and then reaches it");
  const int before = changes.Get();
  SetEvent(stop.get());
  Check(WaitForSingleObject(process.get(), 60'000) == WAIT_OBJECT_0, "the other process ends");
  Check(changes.Await([before](int count) { return count > before; }), "and is heard to have gone");

  watch.reset();
  const int heard = changes.Get();
  Watched<int> others{0};
  const auto other = WatchPlace({}, [&others] { others.Update([](int& count) { ++count; }); });
  {
    const PlaceMark mark(1);
  }
  Check(others.Await([](int count) { return count > 0; }), "another watch hears of the next");
  Check(changes.Get() == heard, "one that has ended hears nothing any more");
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
