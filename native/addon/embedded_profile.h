// A profile of the embedded Outlook under the control of rx-outlook/testing.
#pragma once

#include <napi.h>

#include <map>
#include <memory>

#include "backends/embedded/flood.h"
#include "backends/embedded/profile.h"

namespace rx_outlook {

// The profile belongs to its realm, or to the process: it stays when this object is collected,
// until `remove`, or until its realm ends. What a method begins elsewhere is answered by a kAnswer
// record with the request's number.
class EmbeddedProfile : public Napi::ObjectWrap<EmbeddedProfile> {
 public:
  static Napi::Function Define(Napi::Env env);

  // (name, realm?, leader?): throws when the name is taken; without a realm it is the process's.
  // Profiles with the same leader form a group, whose plans are met by whichever of them comes
  // first.
  explicit EmbeddedProfile(const Napi::CallbackInfo& info);

 private:
  void Remove(const Napi::CallbackInfo& info);  // ()
  // (realm) -> whether the realm knows another profile by its name
  Napi::Value IsHidden(const Napi::CallbackInfo& info);
  void Change(const Napi::CallbackInfo& info);           // (request, delays[], states[])
  void SetRawState(const Napi::CallbackInfo& info);      // (state)
  void SetCapabilities(const Napi::CallbackInfo& info);  // (capabilities)
  void DuringAdvise(const Napi::CallbackInfo& info);     // (state)
  void DuringUnadvise(const Napi::CallbackInfo& info);   // (state)
  void NotifyRaw(const Napi::CallbackInfo& info);        // (request, type, mask, old, new, size)
  // `group`: whether the plan is the group's or this profile's own.
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
