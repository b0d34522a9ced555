// A stand-in for Outlook's MAPI DLL: the embedded backend's profiles behind the documented exports.
// Refuses or counts a client's misuse of MAPI, which Outlook would punish only by chance.
#include <objbase.h>

#include <atomic>
#include <exception>
#include <future>
#include <memory>
#include <string>

#include "backends/embedded/notifier.h"
#include "backends/embedded/outlook.h"
#include "binary/pin.h"
#include "mapi_use.h"

namespace {

using namespace rx_outlook;

struct MapiInit {  // MAPIINIT_0
  ULONG version;
  ULONG flags;
};

constexpr ULONG kMultithreadNotifications = 0x1;  // MAPI_MULTITHREAD_NOTIFICATIONS
constexpr ULONG kNoCoinit = 0x8;                  // MAPI_NO_COINIT
constexpr ULONG kNtService = 0x10000;             // MAPI_NT_SERVICE
constexpr HRESULT kUnknownFlags = static_cast<HRESULT>(0x80040106u);  // MAPI_E_UNKNOWN_FLAGS

thread_local ULONG initialised = 0;
std::atomic<LONG> balance{0};
std::atomic<LONG> threads{0};
std::atomic<ULONG> last_flags{0};
std::atomic<LONG> last_apartment{-1};
std::atomic<HRESULT> next_answer{S_OK};

// Checks that a thread with MAPI_NO_COINIT has initialised COM itself. The multithreaded apartment
// of another thread is not enough, because it may end with that thread.
HRESULT ApartmentOfThisThread(LONG& apartment) noexcept {
  APTTYPE type = APTTYPE_CURRENT;
  APTTYPEQUALIFIER qualifier = APTTYPEQUALIFIER_NONE;
  const HRESULT hr = CoGetApartmentType(&type, &qualifier);
  if (FAILED(hr)) return hr;
  if (qualifier == APTTYPEQUALIFIER_IMPLICIT_MTA) return CO_E_NOTINITIALIZED;
  apartment = type;
  return S_OK;
}

std::u16string FromWide(LPCWSTR text) {
  static_assert(sizeof(WCHAR) == sizeof(char16_t));
  return reinterpret_cast<const char16_t*>(text);
}

// No exception crosses the DLL's boundary.
template <typename Body>
HRESULT Guarded(Body body) noexcept {
  try {
    return body();
  } catch (const std::exception&) {
    return E_OUTOFMEMORY;
  }
}

}  // namespace

namespace rx_outlook::standin {

MapiUse CurrentMapiUse() noexcept { return {balance, threads, last_flags, last_apartment}; }

void FailNextInitialize(HRESULT hr) noexcept { next_answer = hr; }

}  // namespace rx_outlook::standin

extern "C" {

HRESULT WINAPI MAPIInitialize(void* init) noexcept {
  ULONG flags = 0;
  LONG apartment = -1;
  if (init != nullptr) {
    if (static_cast<const MapiInit*>(init)->version != 0) return E_INVALIDARG;
    flags = static_cast<const MapiInit*>(init)->flags;
  }
  if ((flags & ~(kMultithreadNotifications | kNoCoinit | kNtService)) != 0) return kUnknownFlags;
  if ((flags & kNoCoinit) != 0) {
    const HRESULT hr = ApartmentOfThisThread(apartment);
    if (FAILED(hr)) return hr;
  }
  const HRESULT planned = next_answer.exchange(S_OK);
  if (FAILED(planned)) return planned;
  PinBinary();  // our threads run in this DLL until the process ends
  last_flags = flags;
  last_apartment = apartment;
  if (initialised == 0) ++threads;
  ++initialised;
  ++balance;
  return S_OK;
}

void WINAPI MAPIUninitialize() noexcept {
  if (initialised == 0) {
    ++balance;  // on the wrong thread, or once too often: the balance stays above zero
    return;
  }
  if (--initialised == 0) --threads;
  --balance;
}

HRESULT WINAPI HrOpenOfflineObj(ULONG ulReserved, LPCWSTR pwszProfileName, const GUID* pGUID,
                                const GUID* pReserved, IMAPIOfflineMgr** ppOfflineObj) noexcept {
  if (initialised == 0) {
    if (ppOfflineObj != nullptr) *ppOfflineObj = nullptr;
    return MAPI_E_NOT_INITIALIZED;
  }
  return embedded::HrOpenOfflineObj(ulReserved, pwszProfileName, pGUID, pReserved, ppOfflineObj);
}

// ── for tests; any thread ──

// Adds an online profile with both capabilities. It stays until the process ends.
HRESULT WINAPI StandInAddProfile(LPCWSTR name) noexcept {
  if (name == nullptr) return E_INVALIDARG;
  return Guarded([&] {
    const auto profile =
        embedded::CreateProfile(FromWide(name), std::make_shared<embedded::Faults>());
    return profile ? S_OK : HRESULT_FROM_WIN32(ERROR_ALREADY_EXISTS);
  });
}

// Changes the state, as when the mail server appears or disappears. Returns when every callback has
// been notified, and so must not be called within a Notify.
HRESULT WINAPI StandInSetState(LPCWSTR name, ULONG state) noexcept {
  if (name == nullptr) return E_INVALIDARG;
  if (state != MAPIOFFLINE_STATE_OFFLINE && state != MAPIOFFLINE_STATE_ONLINE) return E_INVALIDARG;
  return Guarded([&] {
    const auto profile = embedded::FindProfile(FromWide(name));
    if (!profile) return MAPI_E_NOT_FOUND;
    const auto told = std::make_shared<std::promise<void>>();
    const std::future<void> all_told = told->get_future();
    profile->ChangeAt(embedded::Notifier::Clock::now(), state,
                      {nullptr, [told](void*) { told->set_value(); }});
    all_told.wait();
    return S_OK;
  });
}

// Returns calls of MAPIInitialize minus calls of MAPIUninitialize, on all threads.
LONG WINAPI StandInMapiBalance() noexcept { return balance; }

}  // extern "C"
