#include <algorithm>
#include <vector>

#include "backends/bridge/bridge.h"
#include "backends/bridge/connection.h"
#include "backends/embedded/faults.h"
#include "test/backends/embedded/fixture.h"
#include "test/bridge/fixture.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using embedded::Call;

namespace {

constexpr Session::ObjectNumber kObject = 11;

// A session over the bridge with an object that is open. Request 1 is taken.
struct There {
  There() {
    client.session->SetSurroundings(std::make_shared<Surroundings>(Here()));
    client.session->Open(1, kObject, u"Work");
    REQUIRE(client.inbox.AwaitAnswer(1));
  }

  // Holds the server's object inside GetCurrentState until Release.
  std::size_t Hold() {
    const std::size_t hold =
        work.profile->faults().HoldNext(Call::kGetCurrentState, [this] { entered.Set(); });
    client.session->GetCurrentState(2, kObject);
    REQUIRE(entered.Wait());
    return hold;
  }

  // The numbers of all answers so far, in order.
  [[nodiscard]] std::vector<std::uint32_t> Answered() const {
    std::vector<std::uint32_t> numbers;
    for (const Record& record : client.inbox.records) {
      if (record.kind == RecordKind::kAnswer) numbers.push_back(record.slot);
    }
    return numbers;
  }
  [[nodiscard]] Record AnswerTo(std::uint32_t request) const {
    const auto& all = client.inbox.records;
    return *std::find_if(all.begin(), all.end(), [request](const Record& record) {
      return record.kind == RecordKind::kAnswer && record.slot == request;
    });
  }

  const Runtime runtime;
  const Opened work;
  Event entered;
  std::unique_ptr<bridge::Server> server = Serve();
  Client client{bridge::kBackend};
};

}  // namespace

TEST_CASE("an answer that the bridge owes keeps no thread waiting, and later answers follow it") {
  There there;
  const std::size_t hold = there.Hold();
  there.client.session->GetCapabilities(3, kObject);
  there.client.session->CloseObject(4, kObject);
  // The dispatcher is free, and there is no answer yet.
  REQUIRE(there.client.Settle());
  CHECK(there.Answered().size() == 2);

  there.work.profile->faults().Release(Call::kGetCurrentState, hold);
  REQUIRE(there.client.inbox.AwaitAnswer(4));
  const std::vector<std::uint32_t> answered = there.Answered();
  CHECK(std::vector(answered.end() - 3, answered.end()) == std::vector<std::uint32_t>{2, 3, 4});
  CHECK(there.AnswerTo(2).detail == MAPIOFFLINE_STATE_ONLINE);
  CHECK(there.AnswerTo(3).detail == 3);
  CHECK(there.AnswerTo(4).hresult == S_OK);
}

TEST_CASE("callers that wait over the bridge are told when it is lost, and so are later ones") {
  There there;
  const std::size_t hold = there.Hold();
  there.client.session->SetCurrentState(3, 300, kObject, MAPIOFFLINE_STATE_OFFLINE);
  there.server.reset();
  REQUIRE(there.client.inbox.AwaitAnswer(3));
  CHECK(there.AnswerTo(2).hresult == MAPI_E_OBJECT_DELETED);
  CHECK(there.AnswerTo(3).hresult == MAPI_E_OBJECT_DELETED);
  there.client.session->GetCapabilities(4, kObject);
  there.client.session->CloseObject(5, kObject);
  REQUIRE(there.client.inbox.AwaitAnswer(5));
  CHECK(there.AnswerTo(4).hresult == MAPI_E_OBJECT_DELETED);
  CHECK(there.AnswerTo(5).hresult == S_OK);
  there.work.profile->faults().Release(Call::kGetCurrentState, hold);
}

TEST_CASE("a session that ends while the bridge owes it answers waits for none of them") {
  There there;
  const std::size_t hold = there.Hold();
  there.client.Close(WithinLimit());
  CHECK(there.AnswerTo(1).hresult == S_OK);
  CHECK(there.Answered().size() == 1);
  there.work.profile->faults().Release(Call::kGetCurrentState, hold);
}

TEST_CASE("many calls at once over the bridge are answered in order, each with its own answer") {
  There there;
  constexpr std::uint32_t kQuestions = 400;  // more than a server accepts at once
  for (std::uint32_t i = 0; i < kQuestions; ++i)
    there.client.session->GetCurrentState(100 + i, kObject);
  REQUIRE(there.client.inbox.AwaitAnswer(100 + kQuestions - 1));
  const std::vector<std::uint32_t> answered = there.Answered();
  CHECK(answered.size() == 1 + kQuestions);
  CHECK(std::is_sorted(answered.begin(), answered.end()));
  CHECK(std::all_of(answered.begin() + 1, answered.end(), [&](std::uint32_t number) {
    return there.AnswerTo(number).detail == MAPIOFFLINE_STATE_ONLINE;
  }));
}

TEST_CASE("answers that the dispatcher writes itself keep their order among notifications") {
  There there;
  constexpr RegistrationKey kKey{4, 1};
  there.client.Subscribe(kKey, u"Work");
  REQUIRE(there.client.Settle());
  constexpr std::uint32_t kRounds = 200;
  for (std::uint32_t i = 0; i < kRounds; ++i) {
    const bool online = i % 2 != 0;
    const ULONG state = online ? MAPIOFFLINE_STATE_ONLINE : MAPIOFFLINE_STATE_OFFLINE;
    there.work.Change(state);
    const std::uint32_t request = 100 + i;
    there.client.session->GetCurrentState(request, kObject);
    REQUIRE(there.client.inbox.AwaitAnswer(request));
    CHECK(there.AnswerTo(request).detail == state);
    // The last state in front of the answer is the answer's own.
    std::uint8_t told = 0;
    for (const Record& record : there.client.inbox.records) {
      if (record.kind == RecordKind::kAnswer && record.slot == request) break;
      if (record.kind != RecordKind::kAnswer) told = record.current;
    }
    CHECK(told == state);
  }
}

TEST_CASE("the server answers a ping, however many answers Outlook owes") {
  const Runtime runtime;
  const Opened work;
  const auto server = Serve();
  std::shared_ptr<bridge::Connection> connection;
  Explanation why;
  REQUIRE(bridge::Connection::Open(Here(), connection, why) == S_OK);
  bridge::Answer answer;
  REQUIRE(connection->Ask(MakeRequest(bridge::FrameType::kOpen, 0, 1), answer) == S_OK);
  Event entered;
  const std::size_t hold =
      work.profile->faults().HoldNext(Call::kGetCurrentState, [&entered] { entered.Set(); });
  constexpr std::size_t kQuestions = 1'000;
  Watched<std::size_t> answered;
  for (std::size_t i = 0; i < kQuestions; ++i) {
    connection->AskLater(MakeRequest(bridge::FrameType::kGetCurrentState, 0, 1),
                         [&answered](HRESULT hr, ULONG) {
                           CHECK(hr == S_OK);
                           answered.Update([](auto& count) { ++count; });
                         });
  }
  REQUIRE(entered.Wait());
  CHECK(connection->Ask(MakeRequest(bridge::FrameType::kPing, 0, 0), answer) == S_OK);
  CHECK(answered.Get() == 0);
  work.profile->faults().Release(Call::kGetCurrentState, hold);
  CHECK(answered.Await([](std::size_t count) { return count == kQuestions; }));
  connection->End();
}
