// A profile of the embedded Outlook, or an account of one, controlled by rx-outlook/testing.
#pragma once

#include <napi.h>

#include <map>
#include <memory>

#include "backends/embedded/flood.h"
#include "backends/embedded/profile.h"

namespace rx_outlook {

// The profile belongs to its realm, or to the process: it outlives this object, until `remove` or
// the end of its realm. A method with a request is answered by a kAnswer record with its number.
// JavaScript thread only.
class EmbeddedProfile : public Napi::ObjectWrap<EmbeddedProfile> {
 public:
  static Napi::Function Define(Napi::Env env);

  // (name, realm?, leader?): throws when the name is taken; without a realm the profile belongs to
  // the process. Profiles with the same leader form a group; a plan of the group applies to the one
  // that is called first. (name, undefined, undefined, profile, type): makes an account of that
  // profile, whose name becomes unique there; throws when the profile has been removed.
  explicit EmbeddedProfile(const Napi::CallbackInfo& info);

 private:
  void Remove(const Napi::CallbackInfo& info);                // ()
  Napi::Value Name(const Napi::CallbackInfo& info);           // () -> the name it was made with
  void RemoveAccount(const Napi::CallbackInfo& info);         // (name)
  Napi::Value RenameAccount(const Napi::CallbackInfo& info);  // (name, wanted) -> the new name
  // (realm) -> whether the realm has another profile of the same name
  Napi::Value IsHidden(const Napi::CallbackInfo& info);
  void Change(const Napi::CallbackInfo& info);           // (request, delays[], states[])
  void SetRawState(const Napi::CallbackInfo& info);      // (state)
  void SetCapabilities(const Napi::CallbackInfo& info);  // (capabilities)
  void DuringAdvise(const Napi::CallbackInfo& info);     // (state)
  void DuringUnadvise(const Napi::CallbackInfo& info);   // (state)
  void NotifyRaw(const Napi::CallbackInfo& info);        // (request, type, mask, old, new, size)
  // `group`: whether the plan is the group's, or this profile's own.
  void FailNext(const Napi::CallbackInfo& info);  // (group, call, hresult)
  // (group, call, request) -> the hold's number
  Napi::Value HoldNext(const Napi::CallbackInfo& info);
  void Release(const Napi::CallbackInfo& info);     // (group, call, hold)
  void ReleaseAll(const Napi::CallbackInfo& info);  // (group)
  void StartFlood(const Napi::CallbackInfo& info);  // (request, changes, threads)
  void StopFlood(const Napi::CallbackInfo& info);   // (request)
  Napi::Value Counters(const Napi::CallbackInfo& info);

  embedded::Faults& FaultsArgument(const Napi::CallbackInfo& info);

  std::shared_ptr<embedded::Profile> profile_;
  std::map<std::uint32_t, std::weak_ptr<embedded::Flood>> floods_;
};

}  // namespace rx_outlook
