// All of a session's work, repeated: in each run another allocation fails.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <new>
#include <thread>
#include <vector>

#include "test/allocation.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

constexpr RegistrationKey kStream{3, 1};
constexpr RegistrationKey kBare{4, 1};
constexpr Session::ObjectNumber kObject = 11;

// Drains the queue and keeps the records, like JavaScript: drains again after a lack of memory. One
// thread, except Wake; Watched has the lock.
class Consumer final : public NotificationQueue::Waker {
 public:
  Consumer() { records.reserve(64); }

  void Wake() noexcept override {
    wakes_.Update([](int& wakes) { ++wakes; });
  }

  template <typename Enough>
  [[nodiscard]] bool Await(NotificationQueue& queue, Enough enough) {
    for (;;) {
      const int seen = wakes_.Get();
      Drain(queue);
      if (std::any_of(records.begin(), records.end(), enough)) return true;
      if (!wakes_.Await([seen](int wakes) { return wakes > seen; })) return false;
    }
  }

  [[nodiscard]] std::vector<Record> AnswersTo(std::uint32_t request) const {
    std::vector<Record> answers;
    std::copy_if(records.begin(), records.end(), std::back_inserter(answers),
                 [request](const Record& record) {
                   return record.kind == RecordKind::kAnswer && record.slot == request;
                 });
    return answers;
  }

  std::vector<Record> records;

 private:
  void Drain(NotificationQueue& queue) {
    std::array<Record, 16> buffer{};
    for (std::size_t count = 1; count > 0;) {
      try {
        count = queue.Drain(buffer.data(), buffer.size());
        const Exempt exempt;
        records.insert(records.end(), buffer.data(), buffer.data() + count);
      } catch (const std::bad_alloc&) {
        count = 1;
      }
    }
  }

  Watched<int> wakes_;
};

// One environment's life on one backend. A call that throws for lack of memory has asked nothing;
// every other request is answered. One thread, except within Notify.
class Life {
 public:
  explicit Life(const FakeOutlook& outlook) : outlook_(outlook) {
    const Exempt exempt;
    queue_ = std::make_shared<NotificationQueue>(consumer_);
    asked_.reserve(16);
  }

  void Run() {
    if (!Try([&] { session_ = std::make_shared<Session>(outlook_.backend, queue_); })) return;
    Session& session = *session_;
    const bool subscribed = Try([&] { session.Subscribe(kStream, u"Work"); });
    Ask(1, [&] { session.Open(1, kObject, u"Work", u"an account's long name"); });
    if (subscribed) Notify();
    Ask(2, [&] { session.GetCapabilities(2, kObject); });
    Ask(3, [&] { session.GetCurrentState(3, kObject); });
    Ask(4, [&] { session.SetCurrentState(4, 5, kObject, MAPIOFFLINE_STATE_ONLINE); });
    const bool advised = Ask(6, [&] { session.Advise(6, kObject, kBare); });
    Ask(7, [&] { session.ListProfiles(7); });
    Ask(12, [&] { session.ListAccounts(12, u"Work"); });
    Ask(8, [&] { session.Available(8); });
    // Without Try: Unsubscribe needs no memory.
    if (subscribed) session.Unsubscribe(kStream);
    if (advised) Ask(11, [&] { session.Unadvise(11, kBare); });
    Ask(9, [&] { session.CloseObject(9, kObject); });
    Ask(10, [&] { session.Settle(10); });
    Check();
    queue_->Close();
    session.BeginClose();
    session.FinishClose(WithinLimit());
    session_.reset();
  }

  [[nodiscard]] bool has_gone_without() const { return has_gone_without_; }

 private:
  template <typename Call>
  bool Try(Call call) {
    try {
      call();
      return true;
    } catch (const std::bad_alloc&) {
      has_gone_without_ = true;
      return false;
    }
  }

  // Waits for each answer, so that an allocation has the same number in each run.
  template <typename Call>
  bool Ask(std::uint32_t request, Call call) {
    if (!Try(call)) return false;
    asked_.push_back(request);
    const bool answered = consumer_.Await(*queue_, [request](const Record& record) {
      return record.kind == RecordKind::kAnswer && record.slot == request;
    });
    const Exempt exempt;
    REQUIRE(answered);
    return true;
  }

  // Notifies from two threads, so that the state is read again.
  void Notify() const {
    ComPtr<IMAPIOfflineNotify> callback;
    {
      const Exempt exempt;
      const auto callbacks = outlook_.callbacks.Get();
      if (callbacks.empty()) return;  // the subscription has failed
      callback = callbacks.begin()->second;
    }
    const MAPIOFFLINE_NOTIFY notify = MakeNotify(kChange, kOnline, kOffline);
    callback->Notify(&notify);
    std::thread other = [&] {
      const Exempt exempt;
      return std::thread([&] { callback->Notify(&notify); });
    }();
    other.join();
  }

  void Check() {
    const Exempt exempt;
    for (const std::uint32_t request : asked_) {
      const auto answers = consumer_.AnswersTo(request);
      CHECK(answers.size() == 1);
      for (const Record& answer : answers) {
        if (answer.hresult == S_OK) continue;
        has_gone_without_ = true;
        // E_INVALIDARG: the object was not opened.
        CHECK((answer.hresult == E_OUTOFMEMORY || answer.hresult == E_INVALIDARG));
      }
    }
    for (const Record& record : consumer_.records) {
      if (record.kind != RecordKind::kFailure) continue;
      has_gone_without_ = true;
      CHECK(record.hresult == E_OUTOFMEMORY);
    }
  }

  const FakeOutlook& outlook_;
  Consumer consumer_;
  std::shared_ptr<NotificationQueue> queue_;
  std::shared_ptr<Session> session_;
  std::vector<std::uint32_t> asked_;
  bool has_gone_without_ = false;
};

}  // namespace

TEST_CASE("a failed allocation ends in an error or costs nothing, and everything begun is undone") {
  std::size_t failures = 0;
  std::size_t errors = 0;
  for (std::size_t which = 1;; ++which) {
    CAPTURE(which);
    FakeOutlook outlook;
    outlook.profiles = {u"a name that is too long for the small string optimisation"};
    outlook.accounts = {{1, outlook.profiles.front(), AccountType::kImap}};
    bool happened = false;
    {
      Life life(outlook);
      const OneFailure failure(which);
      life.Run();
      happened = failure.has_happened();
      errors += life.has_gone_without() ? 1 : 0;
    }
    CHECK(outlook.objects == 0);
    CHECK(outlook.callbacks.Get().empty());
    CHECK(outlook.CountOf("Unadvise") == outlook.CountOf("Advise"));
    if (!happened) break;
    ++failures;
    REQUIRE(failures < 1'000);
  }
  CHECK(failures > 30);
  // Some cost nothing: a report that comes a little later, a text that nobody asks for.
  CHECK(errors > failures / 2);
  MESSAGE(failures << " allocations failed, one at a time; " << errors << " ended in an error");
}
