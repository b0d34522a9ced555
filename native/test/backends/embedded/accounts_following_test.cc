// How accounts follow the state of their profile, and what they keep of their own.
#include <doctest/doctest.h>

#include <thread>

#include "backends/embedded/flood.h"
#include "test/backends/embedded/accounts_fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using embedded::Call;
using embedded::Flood;

namespace {

struct Given {
  void Flip(const std::shared_ptr<embedded::Profile>& profile, std::uint64_t changes,
            std::uint32_t threads = 1) const {
    Event ended;
    const auto flood =
        Flood::Start(profile, changes, threads, [&ended](std::uint64_t) { ended.Set(); });
    CHECK(ended.Wait());
  }

  const Opened work;
  const OpenedAccount alice{work};
  const ComPtr<Recorder> callback = MakeCom<Recorder>();
  const ULONG token = alice.Advise(callback);
};

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a profile takes its accounts offline with it and gives each its own state back") {
  const Given given;
  const OpenedAccount bob(given.work, u"bob");
  bob.Change(kOffline);
  const auto of_bob = MakeCom<Recorder>();
  CHECK(bob.Advise(of_bob) == 0);

  given.work.Change(kOffline);
  CHECK(Heard(*given.callback) == kWentOffline);
  CHECK(given.alice.State() == kOffline);
  given.callback->told.Update([](auto& told) { told.clear(); });
  given.work.Change(kOnline);
  CHECK(Heard(*given.callback) == kCameBack);
  CHECK(given.alice.State() == kOnline);
  CHECK(Heard(*of_bob).empty());
  CHECK(bob.State() == kOffline);
}

TEST_CASE("a profile's DONE comes when its accounts have followed") {
  Watched<Words> order;
  const auto note = [&order](const char* who) {
    return [&order, who](const MAPIOFFLINE_NOTIFY& notify) {
      order.Update([&](Words& all) { all.push_back(who + std::to_string(notify.NotifyType)); });
    };
  };
  const Opened work;
  const OpenedAccount alice(work);
  CHECK(work.Advise(MakeCom<Recorder>(note("profile "))) == 0);
  CHECK(alice.Advise(MakeCom<Recorder>(note("account "))) == 0);
  work.Change(kOffline);
  CHECK(order.Get() ==
        Words{"profile 1", "profile 2", "account 1", "account 2", "account 3", "profile 3"});
}

TEST_CASE("an account's own change leaves its profile and the other accounts alone") {
  const Given given;
  const OpenedAccount bob(given.work, u"bob");
  const auto of_others = MakeCom<Recorder>();
  CHECK(given.work.Advise(of_others) == 0);
  CHECK(bob.Advise(of_others) == 0);
  CHECK(given.alice.Set(kOffline) == S_OK);
  CHECK(Heard(*given.callback) == kWentOffline);
  CHECK(Heard(*of_others).empty());
  CHECK(given.work.State() == kOnline);
  CHECK(bob.State() == kOnline);
}

TEST_CASE("a change of an account while its profile is offline takes effect when that is back") {
  for (const bool by_client : {false, true}) {
    const Given given;
    const auto change = [&](ULONG state) {
      if (by_client) {
        CHECK(given.alice.Set(state) == S_OK);
      } else {
        given.alice.Change(state);
      }
    };
    given.work.Change(kOffline);
    given.callback->told.Update([](auto& told) { told.clear(); });
    change(kOffline);
    given.work.Change(kOnline);
    CHECK(given.alice.State() == kOffline);
    CHECK(Heard(*given.callback).empty());

    given.work.Change(kOffline);
    change(kOnline);
    CHECK(given.alice.State() == kOffline);
    CHECK(Heard(*given.callback).empty());
    given.work.Change(kOnline);
    CHECK(given.alice.State() == kOnline);
    CHECK(Heard(*given.callback) == kCameBack);
  }
}

TEST_CASE("an account that comes while its profile is offline is offline until that is back") {
  const Opened work;
  work.Change(kOffline);
  const OpenedAccount alice(work);
  CHECK(alice.State() == kOffline);
  work.Change(kOnline);
  CHECK(alice.State() == kOnline);
}

TEST_CASE("an account that is following refuses another change meanwhile") {
  const Given given;
  Event entered;
  given.alice.state->faults().HoldNext(Call::kChange, [&entered] { entered.Set(); });
  CHECK(given.work.Set(kOffline) == S_OK);
  CHECK(entered.Wait());
  CHECK(given.alice.Set(kOffline) == E_PENDING);
  CHECK(given.work.Set(kOnline) == E_PENDING);
  given.alice.state->faults().ReleaseAll();
  CHECK(given.callback->AwaitCount(3));
}

TEST_CASE("an account whose following fails stays as it is, and can be set to the other state") {
  const Given given;
  given.alice.state->faults().FailNext(Call::kChange, E_FAIL);
  given.work.Change(kOffline);
  CHECK(given.alice.State() == kOnline);
  CHECK(Heard(*given.callback) == Words{"start online offline"});
  given.work.Change(kOnline);
  given.work.Change(kOffline);
  CHECK(given.alice.State() == kOffline);
  given.alice.state->faults().FailNext(Call::kChange, E_FAIL);
  given.work.Change(kOnline);
  CHECK(given.alice.State() == kOffline);
  CHECK(given.alice.Set(kOnline) == S_OK);
  CHECK(given.alice.State() == kOnline);
}

TEST_CASE("an account removed by one account's Notify hears nothing more of its profile's change") {
  const Opened work;
  const OpenedAccount alice(work, u"alice");
  const OpenedAccount bob(work, u"bob");
  const auto of_bob = MakeCom<Recorder>();
  CHECK(alice.Advise(MakeCom<Recorder>(
            [&](const MAPIOFFLINE_NOTIFY&) { work.profile->RemoveAccount(u"bob"); })) == 0);
  CHECK(bob.Advise(of_bob) == 0);
  work.Change(kOffline);
  CHECK(Heard(*of_bob).empty());
  CHECK(of_bob->gone.Get().size() == 1);
}

TEST_CASE("a profile can be removed while its accounts follow") {
  const Given given;
  const OpenedAccount bob(given.work, u"bob");
  const auto remover = MakeCom<Recorder>(
      [&](const MAPIOFFLINE_NOTIFY&) { embedded::RemoveProfile(given.work.profile); });
  CHECK(bob.Advise(remover) == 0);
  given.work.Change(kOffline);
  CHECK(remover->told.Get().size() == 1);
  CHECK(remover->gone.Get().size() == 1);
}

TEST_CASE("a flood of an account is told by one Notify a change, and not while it is held") {
  const Given given;
  given.Flip(given.alice.state, 5);
  CHECK(given.callback->told.Get().size() == 5);
  CHECK(given.alice.State() == kOffline);
  CHECK(given.work.State() == kOnline);
  given.work.Change(kOffline);
  given.Flip(given.alice.state, 3);
  CHECK(given.callback->told.Get().size() == 5);
  CHECK(given.alice.State() == kOffline);
  given.work.Change(kOnline);
  CHECK(given.alice.State() == kOnline);
}

TEST_CASE("a flood of a profile takes its accounts along, to the state that it ends in") {
  const Given given;
  given.Flip(given.work.profile, 3);
  CHECK(Heard(*given.callback) ==
        Words{"change online offline", "change offline online", "change online offline"});
  CHECK(given.alice.State() == kOffline);
  for (const std::uint64_t changes : {10'001u, 10'000u}) {
    given.Flip(given.work.profile, changes, 4);
    CHECK(given.alice.State() == given.work.State());
  }
}

TEST_CASE("floods of a profile and of an account at once leave the account in one of its states") {
  const Given given;
  Event ended;
  const auto flood =
      Flood::Start(given.work.profile, 20'000, 2, [&ended](std::uint64_t) { ended.Set(); });
  given.Flip(given.alice.state, 20'001, 2);
  CHECK(ended.Wait());
  CHECK(given.work.State() == kOnline);
  CHECK(given.alice.State() == kOffline);
  given.alice.Change(kOnline);
  CHECK(given.alice.State() == kOnline);
}

TEST_CASE("the list may change while a flood of the profile goes on") {
  const Opened work;
  const auto listener = MakeCom<Listener>();
  auto info = AdviseInfo(static_cast<IMAPIOfflineNotify*>(listener.Get()));
  ULONG token = 0;
  CHECK(work.object->Advise(0, &info, &token) == S_OK);
  Event ended;
  const auto flood = Flood::Start(work.profile, 0, 2, [&ended](std::uint64_t) { ended.Set(); });
  for (int i = 0; i < 500; ++i) {
    work.profile->AddAccount(u"mail");
    work.profile->AddAccount(u"mail");
    work.profile->RenameAccount(u"mail (2)", u"post");
    CHECK(work.profile->RemoveAccount(u"mail"));
    CHECK(work.profile->RemoveAccount(u"post"));
  }
  work.profile->AddAccount(u"last");
  flood->Stop();
  CHECK(ended.Wait());
  CHECK(listener->changes == 2'501);
  CHECK(work.object->Unadvise(0, token) == S_OK);
  CHECK(listener->references() == 1);
  ComPtr<IMAPIOfflineMgr> object;
  Explanation why;
  CHECK(EnterEmbedded()->Open({u"Work", u"last"}, object.Put(), why) == S_OK);
  ULONG state = 0;
  CHECK(object->GetCurrentState(&state) == S_OK);
  CHECK(state == work.State());
}
