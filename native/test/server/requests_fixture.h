// The requests of one client on a fake Outlook, without a connection. The test's thread; no lock.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "server/requests.h"
#include "test/bridge/fixture.h"
#include "test/bridge/frames.h"
#include "test/fake_outlook.h"

namespace rx_outlook::test {

inline bridge::Limits OneEach() {
  bridge::Limits limits;
  limits.objects = limits.registrations = {1, 8};
  return limits;
}

// A client's requests without its connection.
struct Asked {
  Asked() = default;
  Asked(const Asked&) = delete;
  Asked& operator=(const Asked&) = delete;
  ~Asked() {
    inbox.queue->Close();
    requests.reset();
    CHECK(outlook.AwaitCall("leave"));
  }

  bool Serve(const bridge::Request& request) {
    const Locked locked(mutex);
    return requests->Serve(locked, request);
  }
  bool Serve(bridge::FrameType type, std::uint32_t id, std::uint32_t object,
             std::uint32_t number = 0) {
    return Serve(test::MakeRequest(type, id, object, number));
  }
  void Greet() { REQUIRE(Serve(MakeHello())); }

  // What the session answers to this request, passed on as the client's encoder would.
  std::optional<bridge::Answer> AnswerTo(std::uint32_t id) {
    REQUIRE(inbox.AwaitAnswer(id));
    const Locked locked(mutex);
    outbox.bytes(locked).clear();
    for (const Record& record : inbox.records) {
      if (record.kind == RecordKind::kAnswer && record.slot == id) requests->Answer(locked, record);
    }
    return LastAnswer(locked);
  }
  // The answer that was given without the session.
  std::optional<bridge::Answer> AnswerAtOnce() { return LastAnswer(Locked(mutex)); }
  std::size_t pending() { return requests->pending(Locked(mutex)); }

  FakeOutlook outlook;
  Inbox inbox;
  std::mutex mutex;
  bridge::Outbox outbox;
  bridge::Listing listing;
  const bridge::Behind behind{bridge::Host::kEmbedded, "test"};
  std::shared_ptr<bridge::Ledger> ledger = std::make_shared<bridge::Ledger>(OneEach());
  std::unique_ptr<bridge::Requests> requests =
      std::make_unique<bridge::Requests>(std::make_shared<const Surroundings>(), outlook.backend,
                                         behind, inbox.queue, ledger->Open(1), outbox, listing);

 private:
  std::optional<bridge::Answer> LastAnswer(const Locked& locked) {
    const auto frames = FramesOf(buffer, outbox.bytes(locked));
    outbox.bytes(locked).clear();
    return frames.empty() ? std::nullopt : DecodeAnswer(frames.back());
  }
  bridge::FrameBuffer buffer;
};

}  // namespace rx_outlook::test
