// The end of an environment: everything begun is undone, everything else is skipped, and a call
// that hangs delays the end up to the deadline.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using std::chrono::steady_clock;

TEST_CASE("closing unadvises every registration and releases every object") {
  FakeOutlook outlook;
  Client client(outlook.backend);
  for (std::uint32_t slot = 0; slot < 5; ++slot) client.Subscribe({slot, 1}, u"Work");
  client.session->Open(1, 11, u"Work");
  client.Unsubscribe({2, 1});
  CHECK(client.Settle());
  CHECK(outlook.objects == 5);
  const std::weak_ptr<Session> session = client.session;
  client.Close(WithinLimit());
  CHECK(outlook.CountOf("Advise") == 5);
  CHECK(outlook.CountOf("Unadvise") == 5);
  CHECK(outlook.objects == 0);
  CHECK(outlook.callbacks.Get().empty());
  CHECK(outlook.calls.Get().back() == "leave");
  CHECK(session.expired());
}

TEST_CASE("closing skips requests that have not begun") {
  FakeOutlook outlook;
  Event released;
  outlook.during["GetCapabilities"] = [&released] { CHECK(released.Wait()); };
  Client client(outlook.backend);
  client.Subscribe({1, 1}, u"Work");
  CHECK(outlook.AwaitCall("GetCapabilities"));
  client.Subscribe({2, 1}, u"Work");
  client.session->Open(1, 11, u"Work");
  client.session->GetCurrentState(2, 11);
  client.session->BeginClose();
  released.Set();
  client.session->FinishClose(WithinLimit());
  client.session.reset();
  CHECK(outlook.calls.Get() == std::vector<std::string>{"enter", "Open 4", "GetCapabilities",
                                                        "Advise 0", "GetCurrentState",
                                                        "Unadvise 0 0", "leave"});
}

TEST_CASE("closing during Advise waits for its return, then unadvises") {
  FakeOutlook outlook;
  Event released;
  outlook.during["Advise"] = [&released] { CHECK(released.Wait()); };
  Client client(outlook.backend);
  client.Subscribe({1, 1}, u"Work");
  CHECK(outlook.AwaitCall("Advise"));
  client.session->BeginClose();
  released.Set();
  client.session->FinishClose(WithinLimit());
  CHECK(outlook.CountOf("Unadvise") == 1);
  client.session.reset();
}

TEST_CASE("a call that hangs delays the close up to the deadline; all is undone after its return") {
  for (const char* const call :
       {"Open", "GetCapabilities", "Advise", "GetCurrentState", "Unadvise"}) {
    CAPTURE(call);
    FakeOutlook outlook;
    Event released;
    outlook.during[call] = [&released] { CHECK(released.Wait()); };
    Client client(outlook.backend);
    client.Subscribe({1, 1}, u"Work");
    client.Unsubscribe({1, 1});
    CHECK(outlook.AwaitCall(call));
    const std::weak_ptr<Session> session = client.session;
    const auto deadline = steady_clock::now() + std::chrono::milliseconds(20);
    client.Close(deadline);
    CHECK(steady_clock::now() >= deadline);
    CHECK_FALSE(session.expired());  // abandoned, not freed during the call
    CHECK(outlook.CountOf("leave") == 0);
    released.Set();
    CHECK(outlook.AwaitCall("leave"));
    CHECK(outlook.CountOf("Unadvise") == outlook.CountOf("Advise"));
    CHECK(outlook.objects == 0);
    CHECK(outlook.callbacks.Get().empty());
    CHECK(session.expired());
  }
}

TEST_CASE("a notification after the end is dropped by the closed queue, and requests no reading") {
  FakeOutlook outlook;
  ComPtr<IMAPIOfflineNotify> callback;
  {
    Client client(outlook.backend);
    client.Subscribe({1, 1}, u"Work");
    CHECK(client.Settle());
    callback = outlook.callbacks.Get().begin()->second;
  }
  const MAPIOFFLINE_NOTIFY notify = MakeNotify(kChange, kOnline, kOffline);
  callback->Notify(&notify);
  std::thread([&] { callback->Notify(&notify); }).join();
  CHECK(outlook.objects == 0);
}

TEST_CASE("two sessions share the backend's thread; the end of one does not affect the other") {
  FakeOutlook outlook;
  Client one(outlook.backend);
  Client other(outlook.backend);
  one.Subscribe({1, 1}, u"Work");
  other.Subscribe({1, 1}, u"Work");
  CHECK(one.Settle());
  CHECK(other.Settle());
  one.Close(WithinLimit());
  CHECK(outlook.CountOf("Unadvise") == 1);
  CHECK(outlook.CountOf("leave") == 0);
  other.Subscribe({2, 1}, u"Home");
  CHECK(other.Settle());
  CHECK(outlook.CountOf("Advise") == 3);
  CHECK(outlook.CountOf("enter") == 1);
}
