// The open objects of one environment. The test's thread acts as the backend's, and as JavaScript's
// while the dispatcher is idle.
#include "core/open_objects.h"

#include <doctest/doctest.h>

#include <utility>
#include <vector>

#include "seam/no_placeholders.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using Question = IAnswersLater::Question;

namespace {

// Keeps each reply until the test calls it.
class Later final : public ComObject<Later, NoPlaceholders, IAnswersLater> {
 public:
  void Ask(Question question, ULONG, Reply reply) override {
    asked.emplace_back(question, std::move(reply));
  }
  HRESULT STDMETHODCALLTYPE SetCurrentState(ULONG, ULONG, ULONG, void*) noexcept override {
    return E_FAIL;
  }
  HRESULT STDMETHODCALLTYPE GetCapabilities(ULONG*) noexcept override { return E_FAIL; }
  HRESULT STDMETHODCALLTYPE GetCurrentState(ULONG*) noexcept override { return E_FAIL; }
  HRESULT STDMETHODCALLTYPE Advise(ULONG, MAPIOFFLINE_ADVISEINFO*, ULONG*) noexcept override {
    return E_FAIL;
  }
  HRESULT STDMETHODCALLTYPE Unadvise(ULONG, ULONG) noexcept override { return E_FAIL; }

  std::vector<std::pair<Question, Reply>> asked;
};

struct Given {
  ComPtr<IMAPIOfflineMgr> Open() {
    ComPtr<IMAPIOfflineMgr> object;
    Explanation why;
    CHECK(thread.Open({}, {u"Work"}, object.Put(), why) == S_OK);
    return object;
  }
  OpenObjects::Access Access() { return objects.On(thread); }
  std::vector<std::pair<std::uint32_t, HRESULT>> Answered() {
    std::vector<std::pair<std::uint32_t, HRESULT>> answered;
    for (const Record& record : inbox.Drain()) answered.emplace_back(record.slot, record.hresult);
    return answered;
  }

  FakeOutlook outlook;
  Inbox inbox;
  BackendThread thread{outlook.backend};
  std::shared_ptr<Answers> answers = std::make_shared<Answers>(inbox.queue);
  OpenObjects objects{answers};
};

using Answered = std::vector<std::pair<std::uint32_t, HRESULT>>;

}  // namespace

TEST_CASE("a question reaches the object of its number, and its mark is answered before the call") {
  Given given;
  given.Access().Add(given.thread, 11, given.Open());
  given.answers->Expect(4);
  const OpenObjects::Query set{1, 11, Question::kSetCurrentState, 2, MAPIOFFLINE_STATE_ONLINE};
  CHECK_FALSE(given.Access().AskLater(set));
  given.Access().AskNow(given.thread, set);
  CHECK(given.Answered() == Answered{{2, S_OK}, {1, S_OK}});
  CHECK(given.outlook.CountOf("SetCurrentState") == 1);
  given.Access().AskNow(given.thread, {3, 12, Question::kGetCurrentState, 0, 0});
  CHECK(given.Answered() == Answered{{3, E_INVALIDARG}});
  given.Access().Close(given.thread, 4, 11);
  CHECK(given.outlook.objects == 0);
  CHECK(given.Answered() == Answered{{4, S_OK}});
}

TEST_CASE("an asynchronous object is closed after the answers that it owes") {
  Given given;
  const auto later = MakeCom<Later>();
  given.Access().Add(given.thread, 11, ComPtr<IMAPIOfflineMgr>::Share(later.Get()));
  given.answers->Expect(2);
  CHECK(given.Access().AskLater({1, 11, Question::kGetCurrentState, 0, 0}));
  given.Access().Close(given.thread, 2, 11);
  CHECK(given.Access().Find(11).Get() == nullptr);
  CHECK(given.Answered().empty());
  REQUIRE(later->asked.size() == 2);
  CHECK(later->asked[1].first == Question::kClose);
  later->asked[0].second(MAPI_E_NOT_FOUND, 0);
  later->asked[1].second(E_FAIL, 0);  // closed, whatever the answer is
  CHECK(given.Answered() == Answered{{1, MAPI_E_NOT_FOUND}, {2, S_OK}});
}

TEST_CASE("Clear releases each object, and answers nothing") {
  Given given;
  for (std::uint32_t number : {1u, 2u}) given.Access().Add(given.thread, number, given.Open());
  CHECK(given.outlook.objects == 2);
  given.Access().Clear(given.thread);
  CHECK(given.outlook.objects == 0);
  CHECK(given.Answered().empty());
}

TEST_CASE("JavaScript's thread has no access while the dispatcher has a task") {
  Given given;
  const auto dispatcher = Dispatcher::Of(given.outlook.backend);
  CHECK(given.objects.WhileIdle(*dispatcher).has_value());
  Event begun;
  Event released;
  dispatcher->Post([&](BackendThread&) {
    begun.Set();
    CHECK(released.Wait());
  });
  CHECK(begun.Wait());
  CHECK_FALSE(given.objects.WhileIdle(*dispatcher).has_value());
  released.Set();
  dispatcher->LetGo(WithinLimit());
}
