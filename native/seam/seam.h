// The seam between the core and the backends: every source of a connection state is an
// IMAPIOfflineMgr, opened by a function like HrOpenOfflineObj. Code above the seam never asks which
// backend it uses. Each interface below states its threads; none has a lock.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "abi/com_object.h"
#include "abi/com_ptr.h"
#include "abi/mapioffline.h"
#include "abi/surroundings.h"
#include "seam/account.h"
#include "seam/relayed_event.h"

namespace rx_outlook {

// Our own interface of a callback. An offline object that can disappear while its clients live (a
// removed profile, a bridge whose Outlook ended) queries each callback for it and reports its end.
// Outlook's own object never queries it.
struct IOfflineObjectGone : public IUnknown {
  // Any thread, at most once. A Notify already under way may still arrive, a new one does not
  // start, and the registration still needs its Unadvise.
  virtual void STDMETHODCALLTYPE Gone(HRESULT reason) = 0;
};

inline constexpr IID IID_IOfflineObjectGone = {
    0x9c0f5f0e, 0x6f0b, 0x4f5e, {0x9e, 0x1d, 0x52, 0x58, 0x4f, 0x4c, 0x4b, 0x01}};

// Ours, too: the offline object of a profile queries each callback for it when the list of the
// profile's accounts has changed. A callback that does not listen to the list does not answer.
struct IAccountsChanged : public IUnknown {
  // Any thread, any number at once, after the change. It says nothing of the list: ask
  // Opener::Accounts again.
  virtual void STDMETHODCALLTYPE AccountsChanged() = 0;
};

inline constexpr IID IID_IAccountsChanged = {
    0x9c0f5f11, 0x6f0b, 0x4f5e, {0x9e, 0x1d, 0x52, 0x58, 0x4f, 0x4c, 0x4b, 0x01}};

// Ours, too: a callback that also takes the events that a backend relays from another process,
// except kAccounts: that is a call of IAccountsChanged. One thread at a time.
struct IRelayedNotify : public IUnknown {
  virtual void STDMETHODCALLTYPE Relayed(const RelayedEvent& event) = 0;
};

inline constexpr IID IID_IRelayedNotify = {
    0x9c0f5f0f, 0x6f0b, 0x4f5e, {0x9e, 0x1d, 0x52, 0x58, 0x4f, 0x4c, 0x4b, 0x01}};

// Our own interface of an offline object in another process, which answers asynchronously. Asking
// blocks no thread, so no dispatcher thread is needed. A session queries each object that it opens
// for it.
struct IAnswersLater : public IUnknown {
  enum class Question { kGetCapabilities, kGetCurrentState, kSetCurrentState, kClose };
  using Reply = std::function<void(HRESULT hr, ULONG value)>;

  // Any thread; never blocks. `reply` is called once, on any thread, also before Ask returns: in
  // the order of the questions, after the object's earlier notifications, and at the latest when
  // the object is lost. `state` is SetCurrentState's. kClose is the last question.
  virtual void Ask(Question question, ULONG state, Reply reply) = 0;
};

inline constexpr IID IID_IAnswersLater = {
    0x9c0f5f10, 0x6f0b, 0x4f5e, {0x9e, 0x1d, 0x52, 0x58, 0x4f, 0x4c, 0x4b, 0x01}};

// Our own state, which GetCurrentState returns beside the documented ones: Outlook has no Exchange
// connection for the object, so it does not know whether that is online. Without a bit of
// MAPIOFFLINE_STATE_OFFLINE_MASK: whoever does not know it reads neither state.
inline constexpr ULONG kNoExchangeState = 0x80;

// Our own failures, returned by a backend like any HRESULT: the customer bit, FACILITY_ITF.
inline constexpr HRESULT ERR_OUTLOOK_NOT_INSTALLED = static_cast<HRESULT>(0xa0040201u);
inline constexpr HRESULT ERR_OUTLOOK_NEW_ONLY = static_cast<HRESULT>(0xa0040202u);
inline constexpr HRESULT ERR_OUTLOOK_OTHER_BITNESS = static_cast<HRESULT>(0xa0040203u);
inline constexpr HRESULT ERR_MAPI_LOAD_FAILED = static_cast<HRESULT>(0xa0040204u);
inline constexpr HRESULT ERR_MAPI_FUNCTION_MISSING = static_cast<HRESULT>(0xa0040205u);
inline constexpr HRESULT ERR_OUTLOOK_NOT_RUNNING = static_cast<HRESULT>(0xa0040206u);
inline constexpr HRESULT ERR_BRIDGE_NOT_TRUSTED = static_cast<HRESULT>(0xa0040207u);
inline constexpr HRESULT ERR_BRIDGE_NOT_ANSWERING = static_cast<HRESULT>(0xa0040208u);
inline constexpr HRESULT ERR_BRIDGE_PROTOCOL = static_cast<HRESULT>(0xa0040209u);
inline constexpr HRESULT ERR_BRIDGE_LIMIT = static_cast<HRESULT>(0xa004020au);
inline constexpr HRESULT ERR_ADDIN_MISSING = static_cast<HRESULT>(0xa004020bu);
inline constexpr HRESULT ERR_ADDIN_DISABLED = static_cast<HRESULT>(0xa004020cu);
inline constexpr HRESULT ERR_OUTLOOK_ELEVATED = static_cast<HRESULT>(0xa004020du);
inline constexpr HRESULT ERR_ACCOUNTS_UNAVAILABLE = static_cast<HRESULT>(0xa004020eu);
inline constexpr HRESULT ERR_ACCOUNT_NOT_FOUND = static_cast<HRESULT>(0xa004020fu);
inline constexpr HRESULT ERR_OUTLOOK_NOT_REACHABLE = static_cast<HRESULT>(0xa0040210u);
inline constexpr HRESULT ERR_OUTLOOK_NOT_ANSWERING = static_cast<HRESULT>(0xa0040211u);
inline constexpr HRESULT ERR_OUT_OF_RESOURCES = static_cast<HRESULT>(0xa0040220u);
inline constexpr HRESULT ERR_BRIDGE_NO_PLACE = static_cast<HRESULT>(0xa0040221u);
inline constexpr HRESULT ERR_BRIDGE_FAILED = static_cast<HRESULT>(0xa0040222u);

// Details of an answer that an HRESULT cannot carry. Facts only; lib adds the remedy.
struct Explanation {
  std::string operation;    // the failed call, when it differs from the requested one
  std::string text;         // of a failure: a sentence or two in UTF-8
  bool is_outside = false;  // Outlook answers so to every process except its own
  // The number of the way that succeeded, from 1, where the backend tries several.
  std::uint8_t way = 0;
};

// A backend on its dispatcher thread: constructed, used and destroyed on that thread. Its lifetime
// is the one of COM's and MAPI's initialisation. Every call may block for any time.
class Opener {
 public:
  Opener() = default;
  Opener(const Opener&) = delete;
  Opener& operator=(const Opener&) = delete;
  virtual ~Opener() = default;

  // Called before each of the calls below, with the surroundings of the calling environment.
  virtual void SetSurroundings(const Surroundings&) {}

  // ERR_ACCOUNTS_UNAVAILABLE for any account where the backend has none, ERR_ACCOUNT_NOT_FOUND for
  // an unknown one. An account's object is below the profile's, as HrCreateOfflineObj's pParent
  // has it.
  virtual HRESULT Open(const Target& target, IMAPIOfflineMgr** object, Explanation& why) = 0;

  // Lists the names of the profiles, the default one first. S_FALSE where they are those that the
  // user has, and no Outlook was asked.
  virtual HRESULT Profiles(std::vector<std::u16string>& names, Explanation& why) = 0;

  // Lists the accounts of a profile, in Outlook's order. `accounts` is empty.
  virtual HRESULT Accounts(const std::u16string& /*profile*/,
                           std::vector<AccountInfo>& /*accounts*/, Explanation&) {
    return ERR_ACCOUNTS_UNAVAILABLE;
  }

  // Reports whether an Outlook is available now, as far as a check without a profile shows: S_FALSE
  // where only Open can tell.
  virtual HRESULT Available(Explanation&) { return S_OK; }
};

struct Backend {
  const char* name;

  // Dispatcher thread, before its first call. Every call returns the failure of `enter`.
  HRESULT (*enter)(std::unique_ptr<Opener>& opener, Explanation& why);
};

template <>
struct InterfaceTraits<IMAPIOfflineMgr> {
  static bool Answers(REFIID riid) noexcept {
    return riid == IID_IMAPIOfflineMgr || riid == IID_IMAPIOffline;
  }
};

template <>
struct InterfaceTraits<IMAPIOfflineNotify> {
  static bool Answers(REFIID riid) noexcept { return riid == IID_IMAPIOfflineNotify; }
};

template <>
struct InterfaceTraits<IOfflineObjectGone> {
  static bool Answers(REFIID riid) noexcept { return riid == IID_IOfflineObjectGone; }
};

template <>
struct InterfaceTraits<IAccountsChanged> {
  static bool Answers(REFIID riid) noexcept { return riid == IID_IAccountsChanged; }
};

template <>
struct InterfaceTraits<IAnswersLater> {
  static bool Answers(REFIID riid) noexcept { return riid == IID_IAnswersLater; }
};

template <>
struct InterfaceTraits<IRelayedNotify> {
  static bool Answers(REFIID riid) noexcept { return riid == IID_IRelayedNotify; }
};

}  // namespace rx_outlook
