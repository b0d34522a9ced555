#include "backends/bridge/callbacks.h"

#include "test/backends/embedded/accounts_fixture.h"
#include "test/fakes.h"

#include <doctest/doctest.h>

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::Callbacks;
using Kind = RelayedEvent::Kind;

namespace {

// A callback of this library, which keeps the events.
class Relay final
    : public ComObject<Relay, IMAPIOfflineNotify, IOfflineObjectGone, IRelayedNotify> {
 public:
  void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY*) noexcept override { ++notified; }
  void STDMETHODCALLTYPE Gone(HRESULT reason) noexcept override { gone.push_back(reason); }
  void STDMETHODCALLTYPE Relayed(const RelayedEvent& event) noexcept override {
    events.push_back(event);
  }
  int notified = 0;
  std::vector<HRESULT> gone;
  std::vector<RelayedEvent> events;
};

template <typename Callback>
ComPtr<IMAPIOfflineNotify> NotifyOf(const ComPtr<Callback>& callback) {
  return ComPtr<IMAPIOfflineNotify>::Share(static_cast<IMAPIOfflineNotify*>(callback.Get()));
}

RelayedEvent MakeEvent(Kind kind, std::uint32_t registration = 30) {
  RelayedEvent event;
  event.registration = registration;
  event.kind = kind;
  event.previous = kOnline;
  event.current = kOffline;
  event.merged = 7;
  event.hresult = E_FAIL;
  return event;
}

}  // namespace

TEST_CASE("a callback of this library takes each event as it was decoded") {
  Callbacks callbacks;
  const auto relay = MakeCom<Relay>();
  callbacks.Register(30, 77, NotifyOf(relay));
  for (const Kind kind : {Kind::kNotification, Kind::kReading, Kind::kState, Kind::kFailure}) {
    callbacks.Deliver(MakeEvent(kind));
  }
  REQUIRE(relay->events.size() == 4);
  CHECK(relay->events[1].kind == Kind::kReading);
  CHECK(relay->events[1].merged == 7);
  CHECK(relay->events[3].hresult == E_FAIL);
  CHECK(relay->notified == 0);
  CHECK(relay->gone.empty());
}

TEST_CASE("a foreign callback is called for notifications and failures only") {
  Callbacks callbacks;
  const auto foreign = MakeCom<Recorder>();
  callbacks.Register(30, 77, NotifyOf(foreign));
  callbacks.Deliver(MakeEvent(Kind::kReading));
  callbacks.Deliver(MakeEvent(Kind::kState));
  CHECK(foreign->told.Get().empty());
  callbacks.Deliver(MakeEvent(Kind::kNotification));
  REQUIRE(foreign->told.Get().size() == 1);
  CHECK(foreign->told.Get()[0].notify.ulClientToken == 77);
  CHECK(foreign->told.Get()[0].notify.Info.StateChange.ulStateNew == kOffline);
  callbacks.Deliver(MakeEvent(Kind::kFailure));
  CHECK(foreign->gone.Get() == std::vector<HRESULT>{E_FAIL});
}

TEST_CASE("a changed list is told by IAccountsChanged, to a callback that answers it") {
  Callbacks callbacks;
  const auto listener = MakeCom<Listener>();
  const auto relay = MakeCom<Relay>();
  const auto foreign = MakeCom<Recorder>();
  callbacks.Register(30, 0, NotifyOf(listener));
  callbacks.Register(31, 0, NotifyOf(relay));
  callbacks.Register(32, 0, NotifyOf(foreign));
  for (const std::uint32_t registration : {30u, 31u, 32u, 33u}) {
    RelayedEvent changed;
    changed.registration = registration;
    changed.kind = Kind::kAccounts;
    callbacks.Deliver(changed);
  }
  CHECK(listener->changes == 1);
  CHECK(relay->events.empty());
  CHECK(foreign->told.Get().empty());
  callbacks.Unregister(30);
  callbacks.Deliver(MakeEvent(Kind::kAccounts));
  CHECK(listener->changes == 1);
  CHECK(listener->references() == 1);
}

TEST_CASE("no event reaches another registration, or one that has ended") {
  Callbacks callbacks;
  const auto relay = MakeCom<Relay>();
  callbacks.Register(30, 0, NotifyOf(relay));
  CHECK_FALSE(callbacks.empty());
  callbacks.Deliver(MakeEvent(Kind::kNotification, 31));
  callbacks.Unregister(30);
  CHECK(callbacks.empty());
  callbacks.Deliver(MakeEvent(Kind::kNotification));
  callbacks.EndAll(E_FAIL);
  CHECK(relay->events.empty());
  CHECK(relay->gone.empty());
  CHECK(relay->references() == 1);
}

TEST_CASE("the end of the connection is the end of every object, once") {
  Callbacks callbacks;
  const auto relay = MakeCom<Relay>();
  const auto foreign = MakeCom<Recorder>();
  callbacks.Register(30, 0, NotifyOf(relay));
  callbacks.Register(31, 0, NotifyOf(foreign));
  callbacks.EndAll(E_FAIL);
  callbacks.EndAll(E_FAIL);
  CHECK(relay->gone == std::vector<HRESULT>{E_FAIL});
  CHECK(foreign->gone.Get() == std::vector<HRESULT>{E_FAIL});
  CHECK(relay->references() == 1);
}
