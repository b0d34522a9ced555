#include "abi/com_object.h"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

#include "core/registration.h"
#include "test/fake_outlook.h"

using namespace rx_outlook;
using namespace rx_outlook::test;

TEST_CASE("QueryInterface returns each interface of the class and adds a reference") {
  const auto callback = MakeCom<Recorder>();
  void* answer = nullptr;
  CHECK(callback->QueryInterface(IID_IMAPIOfflineNotify, &answer) == S_OK);
  CHECK(answer == static_cast<IMAPIOfflineNotify*>(callback.Get()));
  CHECK(callback->QueryInterface(IID_IOfflineObjectGone, &answer) == S_OK);
  CHECK(answer == static_cast<IOfflineObjectGone*>(callback.Get()));
  CHECK(callback->references() == 3);
  callback->Release();
  callback->Release();
}

TEST_CASE("IUnknown is the same pointer from every interface") {
  const auto callback = MakeCom<Recorder>();
  ComPtr<IUnknown> one;
  ComPtr<IUnknown> other;
  auto* const notify = static_cast<IMAPIOfflineNotify*>(callback.Get());
  auto* const gone = static_cast<IOfflineObjectGone*>(callback.Get());
  CHECK(notify->QueryInterface(IID_IUnknown, reinterpret_cast<void**>(one.Put())) == S_OK);
  CHECK(gone->QueryInterface(IID_IUnknown, reinterpret_cast<void**>(other.Put())) == S_OK);
  CHECK(one.Get() == other.Get());
}

TEST_CASE("an offline object has the interfaces IMAPIOffline and IMAPIOfflineMgr") {
  FakeOutlook outlook;
  ComPtr<IMAPIOfflineMgr> object;
  REQUIRE(outlook.Open(u"Work", object.Put()) == S_OK);
  for (const IID& id : {IID_IUnknown, IID_IMAPIOffline, IID_IMAPIOfflineMgr}) {
    ComPtr<IMAPIOfflineMgr> same;
    CHECK(object->QueryInterface(id, reinterpret_cast<void**>(same.Put())) == S_OK);
    CHECK(same.Get() == object.Get());
  }
}

TEST_CASE(
    "QueryInterface returns E_NOINTERFACE with a null pointer, and E_POINTER without an out "
    "parameter") {
  const auto callback = MakeCom<Recorder>();
  void* answer = callback.Get();
  CHECK(callback->QueryInterface(IID_IMAPIOfflineMgr, &answer) == E_NOINTERFACE);
  CHECK(answer == nullptr);
  CHECK(callback->QueryInterface(IID_IUnknown, nullptr) == E_POINTER);
  CHECK(callback->references() == 1);
}

TEST_CASE("many threads at once count the references correctly") {
  const auto callback = MakeCom<Recorder>();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&callback] {
      for (int round = 0; round < 10'000; ++round) {
        callback->AddRef();
        callback->Release();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(callback->references() == 1);
}
