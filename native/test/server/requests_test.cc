#include "server/requests.h"

#include "test/server/requests_fixture.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::FrameType;

TEST_CASE("a client must greet first and once, in a version that the server speaks") {
  Asked a;
  CHECK_FALSE(a.Serve(FrameType::kPing, 1, 0));
  bridge::Request hello = MakeHello();
  SUBCASE("its version") {
    CHECK(a.Serve(hello));
    CHECK(a.requests->greeted());
    hello.id = 2;
    CHECK_FALSE(a.Serve(hello));
  }
  SUBCASE("another version") {
    hello.oldest = hello.newest = bridge::kVersion + 1;
    CHECK_FALSE(a.Serve(hello));
  }
  SUBCASE("no number") {
    hello.id = 0;
    CHECK_FALSE(a.Serve(hello));
    CHECK_FALSE(a.requests->greeted());
  }
}

TEST_CASE("a ping is answered without Outlook, and an unknown registration too") {
  Asked a;
  a.Greet();
  CHECK(a.Serve(FrameType::kPing, 2, 0));
  CHECK(a.AnswerAtOnce()->hresult == S_OK);
  CHECK(a.Serve(FrameType::kUnadvise, 3, 0, 30));
  CHECK(a.AnswerAtOnce()->hresult == E_INVALIDARG);
  CHECK(a.pending() == 0);
  CHECK(a.outlook.CountOf("Unadvise") == 0);
}

TEST_CASE("a request waits under its number until its answer, and no other may use the number") {
  Asked a;
  a.Greet();
  CHECK(a.Serve(FrameType::kOpen, 2, 20));
  CHECK(a.pending() == 1);
  CHECK_FALSE(a.Serve(FrameType::kGetCurrentState, 2, 20));
  CHECK(a.AnswerTo(2)->hresult == S_OK);
  CHECK(a.pending() == 0);
  CHECK(a.Serve(FrameType::kGetCurrentState, 2, 20));
  CHECK(a.pending() == 1);
}

TEST_CASE("an object's number must rise, and one that could not be opened is given back") {
  Asked a;
  a.outlook.answers["Open"] = MAPI_E_NOT_FOUND;
  a.Greet();
  CHECK(a.Serve(FrameType::kOpen, 2, 20));
  CHECK(a.ledger->Count(bridge::Ledger::Item::kObject) == 1);
  CHECK(a.AnswerTo(2)->hresult == MAPI_E_NOT_FOUND);
  CHECK(a.ledger->Count(bridge::Ledger::Item::kObject) == 0);
  CHECK_FALSE(a.Serve(FrameType::kOpen, 3, 20));
}

TEST_CASE("a request past the grant is refused at once, under its number") {
  Asked a;
  a.Greet();
  CHECK(a.Serve(FrameType::kOpen, 2, 20));
  CHECK(a.AnswerTo(2)->hresult == S_OK);
  CHECK(a.Serve(FrameType::kOpen, 3, 21));
  const auto refused = a.AnswerAtOnce();
  REQUIRE(refused);
  CHECK(refused->id == 3);
  CHECK(refused->hresult == ERR_BRIDGE_LIMIT);
  CHECK(refused->text.find("one process 1 objects") != std::string::npos);
  CHECK(a.outlook.CountOf("Open") == 1);
}

TEST_CASE("a registration is known from its Advise to its Unadvise or its failure") {
  Asked a;
  a.Greet();
  CHECK(a.Serve(FrameType::kOpen, 2, 20));
  CHECK(a.AnswerTo(2)->hresult == S_OK);
  SUBCASE("its Unadvise") {
    CHECK(a.Serve(FrameType::kAdvise, 3, 20, 30));
    CHECK(a.requests->IsRegistered(30));
    CHECK(a.AnswerTo(3)->hresult == S_OK);
    CHECK(a.Serve(FrameType::kUnadvise, 4, 0, 30));
    CHECK_FALSE(a.requests->IsRegistered(30));
    CHECK(a.AnswerTo(4)->hresult == S_OK);
  }
  SUBCASE("its failure") {
    a.outlook.answers["Advise"] = E_PENDING;
    CHECK(a.Serve(FrameType::kAdvise, 3, 20, 30));
    CHECK(a.AnswerTo(3)->hresult == E_PENDING);
    CHECK_FALSE(a.requests->IsRegistered(30));
  }
  CHECK(a.ledger->Count(bridge::Ledger::Item::kRegistration) == 0);
}

TEST_CASE("one list of profiles is under way at a time") {
  Asked a;
  a.outlook.profiles = {u"Work"};
  a.Greet();
  CHECK(a.Serve(FrameType::kProfiles, 2, 0));
  CHECK(a.Serve(FrameType::kProfiles, 3, 0));
  CHECK(a.AnswerAtOnce()->hresult == ERR_BRIDGE_LIMIT);
  CHECK_FALSE(a.AnswerTo(2));  // the list is its answer
  {
    const Locked locked(a.mutex);
    CHECK(a.listing.under_way(locked));
    CHECK(a.listing.Encode(locked, a.outbox));
  }
  CHECK(a.Serve(FrameType::kProfiles, 4, 0));
  CHECK(a.inbox.AwaitAnswer(4));
  CHECK(a.outlook.CountOf("Profiles") == 2);
}
