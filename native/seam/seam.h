// The seam: everything that can tell a connection state is an IMAPIOfflineMgr, opened by a
// function of the shape of HrOpenOfflineObj. Above it nothing asks which backend it talks to.
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
#include "seam/relayed_event.h"

namespace rx_outlook {

// Ours, not Outlook's: an offline object that can disappear while its clients live (a removed
// profile, a bridge whose Outlook ended) asks each callback for this interface and says so.
// Outlook's own object never asks.
struct IOfflineObjectGone : public IUnknown {
  // Any thread, at most once. A Notify already under way may still arrive, no new one is made,
  // and the registration still wants its Unadvise.
  virtual void STDMETHODCALLTYPE Gone(HRESULT reason) = 0;
};

inline constexpr IID IID_IOfflineObjectGone = {
    0x9c0f5f0e, 0x6f0b, 0x4f5e, {0x9e, 0x1d, 0x52, 0x58, 0x4f, 0x4c, 0x4b, 0x01}};

// Ours, too: a callback that also takes the events that a backend relays from another process. One
// thread at a time.
struct IRelayedNotify : public IUnknown {
  virtual void STDMETHODCALLTYPE Relayed(const RelayedEvent& event) = 0;
};

inline constexpr IID IID_IRelayedNotify = {
    0x9c0f5f0f, 0x6f0b, 0x4f5e, {0x9e, 0x1d, 0x52, 0x58, 0x4f, 0x4c, 0x4b, 0x01}};

// Ours, too: an offline object that is elsewhere, and whose answers come later. Who asks it this
// way keeps no thread waiting for them, and so needs none for it either: it may ask at once. A
// session looks for it on each object that it opens.
struct IAnswersLater : public IUnknown {
  enum class Question { kGetCapabilities, kGetCurrentState, kSetCurrentState, kClose };
  using Reply = std::function<void(HRESULT hr, ULONG value)>;

  // Any thread; it waits for nobody. `reply` is called once, on any thread, perhaps in here: in the
  // order of the questions, behind what the object has notified until then, and at the latest when
  // the object is lost. `state` is SetCurrentState's. After kClose it is asked nothing more.
  virtual void Ask(Question question, ULONG state, Reply reply) = 0;
};

inline constexpr IID IID_IAnswersLater = {
    0x9c0f5f10, 0x6f0b, 0x4f5e, {0x9e, 0x1d, 0x52, 0x58, 0x4f, 0x4c, 0x4b, 0x01}};

// Failures of ours, told by a backend as any HRESULT is: the customer's bit, FACILITY_ITF.
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
inline constexpr HRESULT ERR_OUT_OF_RESOURCES = static_cast<HRESULT>(0xa0040220u);
inline constexpr HRESULT ERR_BRIDGE_NO_PLACE = static_cast<HRESULT>(0xa0040221u);
inline constexpr HRESULT ERR_BRIDGE_FAILED = static_cast<HRESULT>(0xa0040222u);

// What an HRESULT cannot say. Facts only; what to do about them is lib's to say.
struct Explanation {
  std::string operation;    // the call that failed, when it is not the one asked for
  std::string text;         // a sentence or two in UTF-8
  bool is_outside = false;  // Outlook answers so to every process but its own, and this is another
};

// A backend on its dispatcher thread: made there, used there, destroyed there. What COM and MAPI
// want initialised is initialised with it and uninitialised at its end. Every call may take as
// long as it likes.
class Opener {
 public:
  Opener() = default;
  Opener(const Opener&) = delete;
  Opener& operator=(const Opener&) = delete;
  virtual ~Opener() = default;

  // Called before each of the calls below: the surroundings of the environment that makes it.
  virtual void SetSurroundings(const Surroundings&) {}

  virtual HRESULT Open(const std::u16string& profile, IMAPIOfflineMgr** object,
                       Explanation& why) = 0;

  // The names of the profiles there are, the default one first.
  virtual HRESULT Profiles(std::vector<std::u16string>& names, Explanation& why) = 0;

  // Whether there is an Outlook behind it at this moment, as far as can be told without a profile:
  // S_FALSE where only Open will tell.
  virtual HRESULT Available(Explanation&) { return S_OK; }
};

struct Backend {
  const char* name;

  // Dispatcher thread, before its first call. What it fails with, every call answers.
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
struct InterfaceTraits<IAnswersLater> {
  static bool Answers(REFIID riid) noexcept { return riid == IID_IAnswersLater; }
};

template <>
struct InterfaceTraits<IRelayedNotify> {
  static bool Answers(REFIID riid) noexcept { return riid == IID_IRelayedNotify; }
};

}  // namespace rx_outlook
