#include "abi/com_ptr.h"

#include <doctest/doctest.h>

#include <utility>

#include "abi/com_object.h"
#include "test/fakes.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

namespace {

class Counted final : public ComObject<Counted, IMAPIOfflineNotify> {
 public:
  explicit Counted(bool& destroyed) : destroyed_(destroyed) {}
  ~Counted() { destroyed_ = true; }
  void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY*) noexcept override {}

 private:
  bool& destroyed_;
};

}  // namespace

TEST_CASE("Adopt takes over an object's first reference, and the destructor releases it") {
  bool destroyed = false;
  {
    const auto pointer = ComPtr<Counted>::Adopt(new Counted(destroyed));
    CHECK(pointer->references() == 1);
    CHECK_FALSE(destroyed);
  }
  CHECK(destroyed);
}

TEST_CASE("Share and copying each add a reference") {
  bool destroyed = false;
  const auto first = MakeCom<Counted>(destroyed);
  {
    const auto second = ComPtr<Counted>::Share(first.Get());
    const ComPtr<Counted> third(second);
    CHECK(first->references() == 3);
  }
  CHECK(first->references() == 1);
}

TEST_CASE("moving passes the reference on and leaves null") {
  bool destroyed = false;
  auto first = MakeCom<Counted>(destroyed);
  Counted* const object = first.Get();
  ComPtr<Counted> second(std::move(first));
  CHECK_FALSE(first);  // NOLINT(bugprone-use-after-move): the test's subject
  CHECK(second.Get() == object);
  first = std::move(second);
  CHECK(first.Get() == object);
  CHECK(object->references() == 1);
}

TEST_CASE("assignment releases the old reference, and a self-assignment keeps it") {
  bool first_destroyed = false;
  bool second_destroyed = false;
  auto pointer = MakeCom<Counted>(first_destroyed);
  pointer = MakeCom<Counted>(second_destroyed);
  CHECK(first_destroyed);
  const auto& itself = pointer;
  pointer = itself;
  CHECK(pointer->references() == 1);
  CHECK_FALSE(second_destroyed);
}

TEST_CASE("Put releases the old reference before a call fills the pointer") {
  bool destroyed = false;
  auto pointer = MakeCom<Counted>(destroyed);
  bool other_destroyed = false;
  *pointer.Put() = new Counted(other_destroyed);
  CHECK(destroyed);
  CHECK(pointer->references() == 1);
}

TEST_CASE("Detach passes the reference to the caller") {
  bool destroyed = false;
  auto pointer = MakeCom<Counted>(destroyed);
  Counted* const object = pointer.Detach();
  CHECK_FALSE(pointer);
  CHECK_FALSE(destroyed);
  CHECK(object->Release() == 0);
  CHECK(destroyed);
}

TEST_CASE("Reset releases once, and does nothing for null") {
  bool destroyed = false;
  auto pointer = MakeCom<Counted>(destroyed);
  pointer.Reset();
  CHECK(destroyed);
  CHECK(pointer.Get() == nullptr);
  pointer.Reset();
  const auto null = ComPtr<Counted>::Share(nullptr);
  CHECK_FALSE(null);
}
