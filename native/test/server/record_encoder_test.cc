#include "server/record_encoder.h"

#include <doctest/doctest.h>

#include <set>

#include "core/registration.h"
#include "test/bridge/frames.h"
#include "test/fakes.h"

using namespace rx_outlook;
using namespace rx_outlook::test;
using bridge::FrameType;

namespace {

// A client that answers with the request's number, or begins a list.
struct FakeClient final : bridge::RecordEncoder::Client {
  FakeClient(bridge::Outbox& outbox, bridge::Listing& listing) : outbox(outbox), listing(listing) {}
  [[nodiscard]] bool IsRegistered(std::uint32_t registration) const noexcept override {
    return registered.count(registration) != 0;
  }
  void Answer(const Locked& locked, const Record& record) override {
    if (record.slot == list) {
      return listing.Begin(
          locked, list,
          std::make_shared<const std::vector<std::u16string>>(names, std::u16string(200, u'n')));
    }
    outbox.Append(locked, bridge::Answer{record.slot, record.hresult, record.detail, "", ""});
  }

  bridge::Outbox& outbox;
  bridge::Listing& listing;
  std::set<std::uint32_t> registered{30};
  std::uint32_t list = 0;
  std::size_t names = 0;
};

// Readings, which a new thread causes, are left out.
std::size_t NotificationsOf(const bridge::Frame& frame) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < CountEvents(frame); ++i) {
    const auto event = DecodeEvent(frame, i);
    REQUIRE(event);
    if (event->kind == RelayedEvent::Kind::kNotification) ++count;
  }
  return count;
}

struct Encoded {
  ~Encoded() { queue().Close(); }
  [[nodiscard]] NotificationQueue& queue() const { return *inbox.queue; }
  void Notify(const ComPtr<Registration>& to, ULONG previous, ULONG current) const {
    const MAPIOFFLINE_NOTIFY notify = MakeNotify(kChange, previous, current);
    to->Notify(&notify);
  }
  [[nodiscard]] ComPtr<Registration> Register(std::uint32_t number) const {
    auto registration = MakeCom<Registration>(inbox.queue, RegistrationKey{number, 1},
                                              std::weak_ptr<StateReader>());
    registration->GoLive();
    return registration;
  }
  void PushAnswer(std::uint32_t request) const {
    Record answer{};
    answer.kind = RecordKind::kAnswer;
    answer.slot = request;
    queue().ExpectAnswers(1);
    queue().PushAnswer(answer);
  }
  // The types of all frames that were encoded.
  [[nodiscard]] std::vector<FrameType> Types() {
    std::vector<FrameType> types;
    for (const bridge::Frame& frame : FramesOf(buffer, outbox.bytes(locked))) {
      types.push_back(frame.type);
    }
    return types;
  }

  Inbox inbox;
  std::mutex mutex;
  Locked locked{mutex};
  bridge::Outbox outbox;
  bridge::Listing listing;
  bridge::RecordEncoder encoder{*inbox.queue, outbox, listing};
  FakeClient client{outbox, listing};
  bridge::FrameBuffer buffer{bridge::kBodyLimit, 4 * bridge::kFrameLimit};
};

}  // namespace

TEST_CASE("an empty queue is no frame") {
  Encoded e;
  CHECK_FALSE(e.encoder.Fill(e.locked, e.client));
  CHECK(e.outbox.owed(e.locked) == 0);
}

TEST_CASE("records become frames in their order: events together, each answer by itself") {
  Encoded e;
  const auto registration = e.Register(30);
  e.Notify(registration, MAPIOFFLINE_STATE_ONLINE, MAPIOFFLINE_STATE_OFFLINE);
  e.Notify(registration, MAPIOFFLINE_STATE_OFFLINE, MAPIOFFLINE_STATE_ONLINE);
  e.PushAnswer(5);
  e.PushAnswer(6);
  e.Notify(registration, MAPIOFFLINE_STATE_ONLINE, MAPIOFFLINE_STATE_OFFLINE);
  CHECK(e.encoder.Fill(e.locked, e.client));
  const auto frames = FramesOf(e.buffer, e.outbox.bytes(e.locked));
  REQUIRE(frames.size() == 4);
  CHECK(NotificationsOf(frames[0]) == 2);
  CHECK(DecodeAnswer(frames[1])->id == 5);
  CHECK(DecodeAnswer(frames[2])->id == 6);
  const auto last = DecodeEvent(frames[3], 0);
  REQUIRE(last);
  CHECK(last->registration == 30);
  CHECK(last->current == MAPIOFFLINE_STATE_OFFLINE);
}

TEST_CASE("events of a registration that has ended are left out, and make no frame") {
  Encoded e;
  const auto ended = e.Register(31);
  e.Notify(ended, MAPIOFFLINE_STATE_ONLINE, MAPIOFFLINE_STATE_OFFLINE);
  CHECK_FALSE(e.encoder.Fill(e.locked, e.client));
  CHECK(e.Types().empty());
}

TEST_CASE("the frames of a list come before what follows its answer") {
  Encoded e;
  e.client.list = 5;
  e.client.names = 2;
  e.PushAnswer(4);
  e.PushAnswer(5);
  e.PushAnswer(6);
  CHECK(e.encoder.Fill(e.locked, e.client));
  CHECK(e.Types() ==
        std::vector<FrameType>{FrameType::kAnswer, FrameType::kNames, FrameType::kAnswer});
}

TEST_CASE("records stay in the queue, which is bounded, while the outbox has enough") {
  Encoded e;
  for (std::uint32_t request = 1; request <= 1'000; ++request) e.PushAnswer(request);
  CHECK(e.encoder.Fill(e.locked, e.client));
  const std::size_t owed = e.outbox.owed(e.locked);
  CHECK(owed >= bridge::RecordEncoder::kEnough);
  CHECK(owed < bridge::Outbox::kFull);
  CHECK(e.encoder.Fill(e.locked, e.client));
  CHECK(e.outbox.owed(e.locked) == owed);
  CHECK(e.queue().counts().depth > 500);
}

TEST_CASE("an event has the fields of its kind, and 0 in the others") {
  Record record{};
  record.slot = 30;
  record.phase = 2;
  record.previous = 1;
  record.current = 2;
  record.merged = 3;
  record.timestamp = 4;
  record.hresult = E_FAIL;
  record.detail = 4;
  using Kind = RelayedEvent::Kind;
  const auto EventOf = [](const Record& of) { return bridge::ToEvent(of).value(); };
  SUBCASE("a notification") {
    record.kind = RecordKind::kNotification;
    const RelayedEvent event = EventOf(record);
    CHECK(event.kind == Kind::kNotification);
    CHECK(event.phase == 2);
    CHECK(event.previous == 1);
    CHECK(event.current == 2);
    CHECK(event.merged == 3);
    CHECK(event.timestamp == 4);
    CHECK(event.detail == 4);
    CHECK(event.hresult == 0);
  }
  SUBCASE("a state") {
    record.kind = RecordKind::kState;
    const RelayedEvent event = EventOf(record);
    CHECK(event.kind == Kind::kState);
    CHECK(event.current == 2);
    CHECK(event.detail == 4);
    CHECK(event.phase + event.previous + event.merged + event.hresult == 0);
    CHECK(event.timestamp == 0);
  }
  SUBCASE("a reading") {
    record.kind = RecordKind::kReading;
    const RelayedEvent event = EventOf(record);
    CHECK(event.kind == Kind::kReading);
    CHECK(event.merged == 3);
    CHECK(event.detail == 4);
    CHECK(event.phase + event.previous + event.current + event.hresult == 0);
    CHECK(event.timestamp == 0);
  }
  SUBCASE("a failure") {
    record.kind = RecordKind::kFailure;
    for (const auto& [operation, detail] :
         {std::pair(Operation::kGetCurrentState, RelayedEvent::kReadingFailed),
          std::pair(Operation::kNotify, RelayedEvent::kObjectGone)}) {
      record.detail = static_cast<std::uint32_t>(operation);
      const RelayedEvent event = EventOf(record);
      CHECK(event.kind == Kind::kFailure);
      CHECK(event.hresult == E_FAIL);
      CHECK(event.detail == detail);
      CHECK(event.phase + event.previous + event.current + event.merged == 0u);
      CHECK(event.timestamp == 0);
    }
  }
  SUBCASE("a changed list of accounts") {
    record.kind = RecordKind::kAccounts;
    const RelayedEvent event = EventOf(record);
    CHECK(event.kind == Kind::kAccounts);
    CHECK(event.registration == 30);
    CHECK(event.phase + event.previous + event.current + event.merged + event.detail == 0u);
    CHECK(event.hresult == 0);
    CHECK(event.timestamp == 0);
  }
}

TEST_CASE("a record that is no event of a registration becomes none") {
  Record record{};
  record.slot = 30;
  for (const int kind :
       {0, static_cast<int>(RecordKind::kAnswer), static_cast<int>(RecordKind::kPlace),
        static_cast<int>(RecordKind::kFault), 9, 255}) {
    CAPTURE(kind);
    record.kind = static_cast<RecordKind>(kind);
    CHECK_FALSE(bridge::ToEvent(record));
  }
}

TEST_CASE("a fault of the server's own is no frame") {
  Encoded e;
  e.client.registered.insert(0);
  e.queue().PushFault({{u"Work"}, Operation::kUnadvise, E_FAIL});
  CHECK_FALSE(e.encoder.Fill(e.locked, e.client));
  CHECK(e.Types().empty());
}

TEST_CASE("a change of the list is one event, in order with those around it") {
  Encoded e;
  const auto registration = e.Register(30);
  e.Notify(registration, MAPIOFFLINE_STATE_ONLINE, MAPIOFFLINE_STATE_OFFLINE);
  registration->AccountsChanged();
  registration->AccountsChanged();
  e.PushAnswer(5);
  registration->AccountsChanged();
  CHECK(e.encoder.Fill(e.locked, e.client));
  const auto frames = FramesOf(e.buffer, e.outbox.bytes(e.locked));
  REQUIRE(frames.size() == 2);
  std::vector<RelayedEvent::Kind> kinds;
  for (std::size_t i = 0; i < CountEvents(frames[0]); ++i) {
    const auto event = DecodeEvent(frames[0], i);
    REQUIRE(event);
    if (event->kind != RelayedEvent::Kind::kReading) kinds.push_back(event->kind);
  }
  CHECK((kinds == std::vector<RelayedEvent::Kind>{RelayedEvent::Kind::kNotification,
                                                  RelayedEvent::Kind::kAccounts}));
  CHECK(DecodeAnswer(frames[1])->id == 5);
}

TEST_CASE(
    "a thousand changes of the list are one event for a client that takes nothing meanwhile") {
  Encoded e;
  const auto registration = e.Register(30);
  const auto other = e.Register(31);
  e.client.registered.insert(31);
  for (std::uint32_t request = 1; request <= 500; ++request) e.PushAnswer(request);
  CHECK(e.encoder.Fill(e.locked, e.client));
  CHECK(e.outbox.owed(e.locked) >= bridge::RecordEncoder::kEnough);
  for (int i = 0; i < 1'000; ++i) registration->AccountsChanged();
  other->AccountsChanged();
  CHECK(e.encoder.Fill(e.locked, e.client));  // has enough
  std::vector<std::uint32_t> marked;
  for (bool has_more = true; has_more;) {
    bridge::FrameBuffer buffer;
    for (const bridge::Frame& frame : FramesOf(buffer, e.outbox.bytes(e.locked))) {
      for (std::size_t i = 0; i < CountEvents(frame).value_or(0); ++i) {
        const auto event = DecodeEvent(frame, i);
        if (event && event->kind == RelayedEvent::Kind::kAccounts) {
          marked.push_back(event->registration);
        }
      }
    }
    e.outbox.bytes(e.locked).clear();
    has_more = e.encoder.Fill(e.locked, e.client);
  }
  CHECK((marked == std::vector<std::uint32_t>{30, 31}));
}
