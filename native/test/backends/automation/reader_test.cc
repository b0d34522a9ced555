#include "backends/automation/reader.h"

#include <doctest/doctest.h>

#include <memory>
#include <thread>
#include <vector>

#include "backends/automation/offline_object.h"
#include "backends/automation/opener.h"
#include "backends/automation/outcome.h"
#include "core/advise_token.h"
#include "test/backends/automation/fake_source.h"
#include "test/fakes.h"

using namespace rx_outlook;
using namespace rx_outlook::automation;
using namespace rx_outlook::test;
using namespace std::chrono_literals;

namespace {

using Source = FakeSource;

// The limit of tests in which no look may time out.
constexpr Reader::Limits kPatient{60s};
constexpr Reader::Limits kImpatient{100ms};

struct Client {
  explicit Client(Reader::Limits limits = kPatient)
      : reader(std::make_shared<Reader>(source, limits)), opener(reader) {}

  ComPtr<IMAPIOfflineMgr> Open(const Target& target = {u"Work", {}, 250}) {
    ComPtr<IMAPIOfflineMgr> object;
    Explanation why;
    opened = opener.Open(target, object.Put(), why);
    explanation = why;
    return object;
  }

  const std::shared_ptr<Source> source = std::make_shared<Source>();
  const std::shared_ptr<Reader> reader;
  ReaderOpener opener;
  HRESULT opened = S_OK;
  Explanation explanation;
};

// A registration with a callback that records.
struct Subscription {
  explicit Subscription(const ComPtr<IMAPIOfflineMgr>& object) {
    advised = token.Advise(object, callback.Get());
  }
  ComPtr<Recorder> callback = MakeCom<Recorder>();
  AdviseToken token;
  HRESULT advised = S_OK;

  [[nodiscard]] bool AwaitGone(HRESULT reason) const {
    return callback->gone.Await([](const auto& all) { return !all.empty(); }) &&
           callback->gone.Get() == std::vector<HRESULT>{reason};
  }
};

ULONG StateOf(const ComPtr<IMAPIOfflineMgr>& object) {
  ULONG state = 77;
  CHECK(object->GetCurrentState(&state) == S_OK);
  return state;
}

bool AwaitEnded(Source& source, int count) {
  return source.outlook->Await([count](const auto& one) { return one.ended >= count; });
}

}  // namespace

TEST_CASE("opening waits for the first look, and what follows within a second does not") {
  Client client;
  const auto object = client.Open();
  REQUIRE(object);
  CHECK(StateOf(object) == MAPIOFFLINE_STATE_ONLINE);
  CHECK(client.Open());
  CHECK(client.source->looks() == 1);
}

TEST_CASE("a change between two looks is CHANGE and DONE, on a thread of the reader") {
  Client client;
  const auto object = client.Open();
  const Subscription subscription(object);
  REQUIRE(subscription.advised == S_OK);
  client.source->Set(olDisconnected);
  REQUIRE(subscription.callback->AwaitCount(2));
  const auto told = subscription.callback->told.Get();
  CHECK(told[0].notify.NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE);
  CHECK(told[1].notify.NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE);
  for (const auto& one : told) {
    CHECK(one.notify.Info.StateChange.ulStateOld == MAPIOFFLINE_STATE_ONLINE);
    CHECK(one.notify.Info.StateChange.ulStateNew == MAPIOFFLINE_STATE_OFFLINE);
    CHECK(one.thread != std::this_thread::get_id());
  }
  CHECK(StateOf(object) == MAPIOFFLINE_STATE_OFFLINE);
}

TEST_CASE("200 registrations make one look at a time") {
  Client client;
  std::vector<std::unique_ptr<Subscription>> subscriptions;
  for (int i = 0; i < 200; ++i) {
    subscriptions.push_back(std::make_unique<Subscription>(client.Open({u"Work"})));
    CHECK(subscriptions.back()->advised == S_OK);
  }
  CHECK(client.source->looks() <= 2);
  client.source->Set(olOffline);
  client.source->Kick();
  for (const auto& one : subscriptions) CHECK(one->callback->AwaitCount(2));
  CHECK(client.source->looks() <= 4);
  CHECK(client.reader->counts().threads == 1);
}

TEST_CASE("nobody looks without a registration or a question") {
  Client client;
  CHECK(client.source->outlook->Get().finds == 0);
  CHECK(client.source->outlook->Get().lookers == 0);
  const auto object = client.Open();
  {
    const Subscription subscription(object);
    REQUIRE(client.source->AwaitLooks(3));
  }
  const int looks = client.source->looks();
  client.source->Kick();
  std::this_thread::sleep_for(600ms);          // twice the interval of the registration
  CHECK(client.source->looks() <= looks + 1);  // one may have been under way
}

TEST_CASE("an object without a registration has the state read when it is asked") {
  Client client;
  const auto object = client.Open();
  client.source->Set(olOffline);
  std::this_thread::sleep_for(1100ms);
  CHECK(StateOf(object) == MAPIOFFLINE_STATE_OFFLINE);
  CHECK(client.source->looks() == 2);
}

TEST_CASE("a registration on an object opened long ago has the state read anew") {
  Client client;
  const auto object = client.Open({u"Work"});
  std::this_thread::sleep_for(1100ms);
  client.source->Set(olOffline);
  const Subscription subscription(object);
  CHECK(StateOf(object) == MAPIOFFLINE_STATE_OFFLINE);
}

TEST_CASE("a mode without Exchange, and one that could not be read, are states of their own") {
  Client client;
  client.source->Set(olNoExchange);
  CHECK(StateOf(client.Open()) == kNoExchangeState);
  Client other;
  other.source->Set(kUnreadMode);
  CHECK(StateOf(other.Open()) == kNeitherState);
}

TEST_CASE("a kick has Outlook looked at before the interval is over") {
  Client client;
  const auto object = client.Open({u"Work", {}, 3'600'000});
  const Subscription subscription(object);
  client.source->Set(olOffline);
  client.source->Kick();
  CHECK(subscription.callback->AwaitCount(2));
}

TEST_CASE("while Outlook rejects calls the state stays what it was, and the look is repeated") {
  Client client;
  const auto object = client.Open();
  const Subscription subscription(object);
  client.source->Answer(kCallRejected);
  const int looks = client.source->looks();
  REQUIRE(client.source->AwaitLooks(looks + 4));
  CHECK(StateOf(object) == MAPIOFFLINE_STATE_ONLINE);
  client.source->Set(olOffline);
  client.source->Answer(S_OK);
  CHECK(subscription.callback->AwaitCount(2));
  CHECK(subscription.callback->gone.Get().empty());
}

TEST_CASE("an Outlook that rejects calls for too long is not answering, and no thread is lost") {
  Client client({500ms});
  const auto object = client.Open();
  const Subscription subscription(object);
  client.source->Answer(kRetryLater);
  CHECK(subscription.AwaitGone(ERR_OUTLOOK_NOT_ANSWERING));
  CHECK_FALSE(client.Open());
  CHECK(client.opened == ERR_OUTLOOK_NOT_ANSWERING);
  client.source->Answer(S_OK);
  CHECK(client.Open());
  CHECK(client.reader->counts().threads == 1);
}

TEST_CASE("a hung call ends the registrations, and costs one thread however often one asks") {
  Client client(kImpatient);
  const auto object = client.Open();
  const Subscription subscription(object);
  client.source->Hang(true);
  CHECK(subscription.AwaitGone(ERR_OUTLOOK_NOT_ANSWERING));
  const int looks = client.source->looks();
  for (int i = 0; i < 20; ++i) {
    CHECK_FALSE(client.Open());
    CHECK(client.opened == ERR_OUTLOOK_NOT_ANSWERING);
  }
  ULONG state = 0;
  CHECK(object->GetCurrentState(&state) == ERR_OUTLOOK_NOT_ANSWERING);
  const Subscription late(object);
  CHECK(late.AwaitGone(ERR_OUTLOOK_NOT_ANSWERING));
  CHECK(client.source->looks() == looks);
  CHECK(client.reader->counts().threads == 1);

  client.source->Hang(false);
  // The hung call returns on its thread at some time; until then the answer stays the same.
  while (!client.Open()) CHECK(client.opened == ERR_OUTLOOK_NOT_ANSWERING);
  CHECK(StateOf(object) == MAPIOFFLINE_STATE_ONLINE);
  CHECK(client.reader->counts().threads == 1);
}

TEST_CASE("a hung call ends the registrations after the time that one of them allows") {
  Client client;  // whose own limit no test waits for
  const auto patient = client.Open();
  const Subscription subscription(patient);
  const auto object = client.Open({u"Work", {}, 250, false, 100});
  const Subscription impatient(object);
  client.source->Hang(true);
  CHECK(impatient.AwaitGone(ERR_OUTLOOK_NOT_ANSWERING));
  CHECK(subscription.AwaitGone(ERR_OUTLOOK_NOT_ANSWERING));
  client.source->Hang(false);
}

TEST_CASE("the end of a hung Outlook frees the reader of the hung call") {
  Client client(kImpatient);
  const auto object = client.Open();
  client.source->Hang(true);
  {
    const Subscription subscription(object);
    CHECK(subscription.AwaitGone(ERR_OUTLOOK_NOT_ANSWERING));
  }
  client.source->outlook->Update([](auto& one) { one.is_running = false; });
  CHECK_FALSE(client.Open());
  CHECK(client.opened == ERR_OUTLOOK_NOT_RUNNING);
  client.source->Start();  // the abandoned thread returns, too
  const auto again = client.Open();
  REQUIRE(again);
  CHECK(client.reader->counts().threads == 2);
  CHECK(AwaitEnded(*client.source, 1));
}

TEST_CASE("the end of Outlook is told at once, without a look") {
  Client client;
  const auto object = client.Open({u"Work", {}, 3'600'000});
  const Subscription subscription(object);
  client.source->End();
  CHECK(subscription.AwaitGone(kDisconnectedObject));
  ULONG state = 0;
  CHECK(object->GetCurrentState(&state) == MAPI_E_OBJECT_DELETED);
  CHECK_FALSE(client.Open());
  CHECK(client.opened == ERR_OUTLOOK_NOT_RUNNING);
  CHECK(client.explanation.text == "Nothing runs.");
  client.source->Start();
  CHECK(client.Open());
  CHECK(object->GetCurrentState(&state) == MAPI_E_OBJECT_DELETED);  // of the earlier one
  const Subscription late(object);
  CHECK(late.advised == MAPI_E_OBJECT_DELETED);
  CHECK(client.reader->counts().threads == 1);
}

TEST_CASE("an Outlook that ends between two calls of a look is gone, or not reachable") {
  Client client;
  const auto object = client.Open();
  const Subscription subscription(object);
  client.source->Answer(static_cast<HRESULT>(0x800706bau));
  CHECK(subscription.AwaitGone(kDisconnectedObject));
  CHECK_FALSE(client.Open());
  CHECK(client.opened == ERR_OUTLOOK_NOT_REACHABLE);
}

TEST_CASE("another failure of a look ends the registrations with it, and is Open's") {
  Client client;
  const auto object = client.Open();
  const Subscription subscription(object);
  client.source->Answer(ERR_OUTLOOK_NOT_REACHABLE);
  CHECK(subscription.AwaitGone(ERR_OUTLOOK_NOT_REACHABLE));
  CHECK_FALSE(client.Open());
  CHECK(client.opened == ERR_OUTLOOK_NOT_REACHABLE);
  CHECK(client.explanation.operation == "Session");
  client.source->Answer(S_OK);
  CHECK(StateOf(object) == MAPIOFFLINE_STATE_ONLINE);  // the same Outlook
}

TEST_CASE("another open profile ends the objects of the one before") {
  Client client;
  const auto object = client.Open();
  const Subscription subscription(object);
  client.source->outlook->Update([](auto& one) { one.look.profile = u"Home"; });
  CHECK(subscription.AwaitGone(MAPI_E_OBJECT_DELETED));
  CHECK_FALSE(client.Open());
  CHECK(client.opened == MAPI_E_NOT_FOUND);
  CHECK(client.Open({u"Home"}));
}

TEST_CASE("Unadvise ends a registration once, and releases its callback") {
  Client client;
  const auto object = client.Open();
  const auto callback = MakeCom<Recorder>();
  {
    AdviseToken token;
    REQUIRE(token.Advise(object, callback.Get()) == S_OK);
    CHECK(callback->references() > 1);
    CHECK(token.Unadvise() == S_OK);
  }
  CHECK(object->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, 0) == E_INVALIDARG);
  while (callback->references() > 1) std::this_thread::yield();  // said last on another thread
}

namespace {

// Hears of the list of accounts.
class Watcher final : public ComObject<Watcher, IMAPIOfflineNotify, IAccountsChanged> {
 public:
  void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY*) noexcept override {
    notified.Update([](int& count) { ++count; });
  }
  void STDMETHODCALLTYPE AccountsChanged() noexcept override {
    lists.Update([](int& count) { ++count; });
  }
  [[nodiscard]] bool AwaitLists(int expected) const {
    return lists.Await([expected](int count) { return count >= expected; });
  }
  Watched<int> notified;
  Watched<int> lists;
};

void AddAccount(Source& source, const std::u16string& name) {
  source.outlook->Update([&name](auto& one) {
    one.look.accounts.push_back({name, AccountType::kExchange, olOnline});
  });
}

}  // namespace

TEST_CASE("a watch of the accounts has Outlook looked at, and outlives every failure") {
  Client client(kImpatient);
  const auto watcher = MakeCom<Watcher>();
  ULONG token = 0;
  const auto watching = ComPtr<IMAPIOfflineNotify>::Share(watcher.Get());
  REQUIRE(client.reader->WatchAccounts({0, watching}, &token) == S_OK);
  REQUIRE(client.source->AwaitLooks(1));
  REQUIRE(client.Open());  // the first look has ended
  const auto change = [&client](const std::u16string& name) {
    AddAccount(*client.source, name);
    client.source->Kick();
  };
  change(u"A");
  CHECK(watcher->AwaitLists(1));

  client.source->Answer(E_FAIL);
  const int looks = client.source->looks();
  client.source->Kick();
  CHECK(client.source->AwaitLooks(looks + 1));
  client.source->Answer(S_OK);
  change(u"B");
  CHECK(watcher->AwaitLists(2));

  client.source->Hang(true);
  client.source->Kick();
  const int hung = client.source->looks();
  CHECK(client.source->AwaitLooks(hung));
  CHECK_FALSE(client.Open({u"Work", u"C"}));
  client.source->Hang(false);
  change(u"C");
  CHECK(watcher->AwaitLists(3));

  CHECK(client.reader->counts().threads == 1);

  client.source->End();
  CHECK_FALSE(client.Open());
  client.source->Start();
  CHECK(client.Open());
  CHECK(watcher->AwaitLists(4));  // another Outlook's
  CHECK(client.reader->Unadvise(token) == S_OK);
  CHECK(watcher->notified.Get() == 0);
}

TEST_CASE("the reader ends with registrations, and with a call under way") {
  Client client(kImpatient);
  const auto source = client.source;
  auto object = client.Open();
  Subscription subscription(object);
  source->Hang(true);
  CHECK(subscription.AwaitGone(ERR_OUTLOOK_NOT_ANSWERING));
  source->Hang(false);
}
