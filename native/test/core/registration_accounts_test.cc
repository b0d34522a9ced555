// Who of our callbacks hears of the list of accounts, and what the consumer is given of it.
#include <doctest/doctest.h>

#include <thread>
#include <vector>

#include "test/core/registration_fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

struct Listening {
  Inbox inbox;
  const ComPtr<Registration> registration = MakeCom<Registration>(
      inbox.queue, kKey, std::weak_ptr<StateReader>(), Listens::kToStateAndAccounts);
};

// As a backend does.
HRESULT Ask(Registration& registration, ComPtr<IAccountsChanged>& listening) {
  auto* const callback = static_cast<IMAPIOfflineNotify*>(&registration);
  return callback->QueryInterface(IID_IAccountsChanged, reinterpret_cast<void**>(listening.Put()));
}

}  // namespace

TEST_CASE("a registration hears of the list where it was made to") {
  const Registered deaf;
  ComPtr<IAccountsChanged> none;
  CHECK(Ask(*deaf.registration.Get(), none) == E_NOINTERFACE);
  CHECK_FALSE(none);
  CHECK(deaf.registration->QueryInterface(IID_IAccountsChanged, nullptr) == E_POINTER);
  CHECK(deaf.registration->references() == 1);

  const Listening given;
  ComPtr<IAccountsChanged> one;
  CHECK(Ask(*given.registration.Get(), one) == S_OK);
  CHECK(given.registration->references() == 2);
}

TEST_CASE("a change of the list is one record of its registration, without a payload") {
  Listening given;
  given.registration->Begin(kOnline);
  given.registration->AccountsChanged();
  given.registration->AccountsChanged();
  const auto records = given.inbox.Drain();
  REQUIRE(records.size() == 2);
  CHECK(records[1].kind == RecordKind::kAccounts);
  CHECK(static_cast<int>(records[1].kind) == 8);
  CHECK(records[1].slot == kKey.slot);
  CHECK(records[1].generation == kKey.generation);
  CHECK(records[1].detail == 0);
  CHECK(given.inbox.queue->counts().received == 0);
}

TEST_CASE("the consumer is woken for a change of the list") {
  Listening given;
  given.registration->Begin(kOnline);
  static_cast<void>(given.inbox.Drain());
  const int wakes = given.inbox.wakes();
  given.registration->AccountsChanged();
  CHECK(given.inbox.wakes() == wakes + 1);
}

TEST_CASE("no change of the list is lost to a consumer that reads at the same time") {
  Listening given;
  given.registration->Begin(kOnline);
  std::atomic<bool> is_over{false};
  std::thread changer([&] {
    for (int i = 0; i < 20'000; ++i) given.registration->AccountsChanged();
    is_over = true;
  });
  std::size_t marks = 0;
  while (!is_over) marks += given.inbox.Drain().size();
  changer.join();
  marks += given.inbox.Drain().size();
  CHECK(marks >= 2);
  CHECK(marks <= 20'001);
  given.registration->AccountsChanged();
  CHECK(given.inbox.Drain().size() == 1);
}
