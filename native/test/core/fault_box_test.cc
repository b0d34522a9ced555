#include "core/fault_box.h"

#include <doctest/doctest.h>

#include <mutex>
#include <vector>

#include "test/fakes.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

TEST_CASE("a box of faults accepts faults up to its bound, and again after they are taken") {
  std::mutex mutex;
  const Locked locked(mutex);
  FaultBox box;
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < FaultBox::kBound; ++i) {
      CHECK(box.Put(locked, {{u"Work"}, Operation::kUnadvise, E_FAIL}));
    }
    CHECK_FALSE(box.Put(locked, {{u"Work"}, Operation::kRelease, E_FAIL}));
    std::vector<Fault> taken;
    taken.reserve(FaultBox::kBound);
    box.Take(locked, taken);
    CHECK(taken.size() == FaultBox::kBound);
    CHECK(taken.back().operation == Operation::kUnadvise);
  }
}

TEST_CASE("faults past the bound are dropped until the earlier ones are taken") {
  Inbox inbox;
  for (std::size_t i = 0; i < 10 * FaultBox::kBound; ++i) {
    inbox.queue->PushFault({{u"Work"}, Operation::kUnadvise, E_FAIL});
  }
  CHECK(inbox.queue->counts().depth == FaultBox::kBound);
  const auto records = inbox.Drain();
  REQUIRE(records.size() == FaultBox::kBound);
  CHECK(records[0].kind == RecordKind::kFault);
  CHECK(inbox.queue->TakeFaults().size() == FaultBox::kBound);
  CHECK(inbox.Drain().empty());
  inbox.queue->PushFault({{u"Work"}, Operation::kUnadvise, E_FAIL});
  CHECK(inbox.Drain().size() == 1);
  CHECK(inbox.queue->TakeFaults().size() == 1);
}
