#include "backends/automation/network_watch.h"

#include <objbase.h>

#include <netlistmgr.h>

#include <utility>

#include "abi/com_object.h"

namespace rx_outlook {
namespace automation {
namespace {

constexpr CLSID kManager = {
    0xdcb00c01, 0x570f, 0x4a9b, {0x8d, 0x69, 0x19, 0x9f, 0xdb, 0xa5, 0x72, 0x3b}};
constexpr IID kManagerEvents = {
    0xdcb00001, 0x570f, 0x4a9b, {0x8d, 0x69, 0x19, 0x9f, 0xdb, 0xa5, 0x72, 0x3b}};

}  // namespace
}  // namespace automation

template <>
struct InterfaceTraits<INetworkListManagerEvents> {
  static bool Answers(REFIID riid) noexcept { return riid == automation::kManagerEvents; }
};

namespace automation {
namespace {

// Any thread; no lock.
class Sink final : public ComObject<Sink, INetworkListManagerEvents> {
 public:
  explicit Sink(std::function<void()> changed) : changed_(std::move(changed)) {}

  HRESULT STDMETHODCALLTYPE ConnectivityChanged(NLM_CONNECTIVITY) noexcept override {
    changed_();
    return S_OK;
  }

 private:
  const std::function<void()> changed_;
};

}  // namespace

std::unique_ptr<NetworkWatch> NetworkWatch::Start(std::function<void()> changed) {
  ComPtr<IConnectionPointContainer> manager;
  if (FAILED(CoCreateInstance(kManager, nullptr, CLSCTX_ALL, IID_IConnectionPointContainer,
                              reinterpret_cast<void**>(manager.Put())))) {
    return nullptr;
  }
  ComPtr<IConnectionPoint> events;
  if (FAILED(manager->FindConnectionPoint(kManagerEvents, events.Put()))) return nullptr;
  const ComPtr<Sink> sink = MakeCom<Sink>(std::move(changed));
  DWORD cookie = 0;
  if (FAILED(events->Advise(sink.Get(), &cookie))) return nullptr;
  return std::unique_ptr<NetworkWatch>(new NetworkWatch(std::move(events), cookie));
}

NetworkWatch::NetworkWatch(ComPtr<IConnectionPoint> events, DWORD cookie)
    : events_(std::move(events)), cookie_(cookie) {}

NetworkWatch::~NetworkWatch() { events_->Unadvise(cookie_); }

}  // namespace automation
}  // namespace rx_outlook
